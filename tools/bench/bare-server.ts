// What this machine can do at the most: a server of node:http and pg and nothing else, in a process of its own.
// GET /select/N reads a row by its key, POST /insert writes the body as a row. Started with `fork`, answers its port.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';

const ROWS = 50_000;
const [connectionString] = process.argv.slice(2);
const pool = new Pool({ connectionString, max: 20 });

await pool.query('create table people (id integer primary key, user_name text unique, document jsonb)');
await pool.query(
  'create table inserted (id bigint generated always as identity primary key, user_name text, document jsonb)',
);
await pool.query(
  `insert into people
   select n, 'user' || n || '@example.com', jsonb_build_object(
     'schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'),
     'userName', 'user' || n || '@example.com',
     'name', jsonb_build_object('givenName', 'Given' || n, 'familyName', 'Family' || n),
     'active', true,
     'emails', jsonb_build_array(jsonb_build_object('value', 'user' || n || '@example.com', 'type', 'work', 'primary', true)))
   from generate_series(1, $1) n`,
  [ROWS],
);
await pool.query('analyze people');

const server = createServer((request, response) => {
  const answer = request.method === 'POST' ? insert(request) : select(request);
  answer.then(
    row => send(response, 200, row),
    (error: unknown) => send(response, 500, String(error)),
  );
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit());

async function select({ url = '' }: IncomingMessage): Promise<unknown> {
  const id = 1 + (Number(url.split('/').at(-1)) % ROWS);
  const { rows } = await pool.query({
    name: 'select',
    text: 'select id, document from people where id = $1',
    values: [id],
  });
  return rows[0];
}

async function insert(request: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const { rows } = await pool.query({
    name: 'insert',
    text: 'insert into inserted (user_name, document) values ($1, $2) returning id',
    values: ['user', body],
  });
  return rows[0];
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/scim+json' }).end(JSON.stringify(body));
}
