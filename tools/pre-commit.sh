#!/bin/sh
# Checks what is about to be committed. Switch on: ln -s ../../tools/pre-commit.sh .git/hooks/pre-commit
PATH="$PWD/node_modules/.bin:$PATH"
files=$(git diff --cached --name-only --diff-filter=ACMR -- '*.ts' '*.tsx' '*.json')
[ -z "$files" ] || { oxfmt --check --no-error-on-unmatched-pattern $files && oxlint --no-error-on-unmatched-pattern $files; }
