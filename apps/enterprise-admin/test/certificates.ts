import { exampleCertificate } from '../src/connections/example-certificate.js';

/** A certificate for a hundred years. */
export const validCertificate = exampleCertificate;

/** One that was valid in 2020. */
export const expiredCertificate = `-----BEGIN CERTIFICATE-----
MIIBGzCBwgIBATAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9leHBpcmVkLmV4YW1w
bGUwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjAaMRgwFgYDVQQDDA9l
eHBpcmVkLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASbYsirbeza
go9ttGKtKwOn3TgTvqBR68a6HS2Zo+EMMj3IhIhWxoD9dLlYVVv9tOw+ktz/p5SZ
Yd8lHvEPhn1JMAoGCCqGSM49BAMCA0gAMEUCIAPjNSZ80ZwNqOijz3pMFwW75BOd
sd9kvIUfWid+DTaIAiEAneLS1rtguXZBy38T+Fueg6o23/6hfgBb1/qAUxmJins=
-----END CERTIFICATE-----
`;

/** One for a hundred years, with an RSA key of 1024 bits. */
export const weakCertificate = `-----BEGIN CERTIFICATE-----
MIICFDCCAX2gAwIBAgIUb2aeuDg3l/VwoXt5p+JbAWJhhMUwDQYJKoZIhvcNAQEL
BQAwGzEZMBcGA1UEAwwQd2Vhay5leGFtcGxlLmNvbTAgFw0yNjExMjQxNjEyMzJa
GA8yMTI2MTAzMTE2MTIzMlowGzEZMBcGA1UEAwwQd2Vhay5leGFtcGxlLmNvbTCB
nzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEA0WYorZC2G4EBlwY8MieBVR6JU0fq
sCwKfvOUJ/+1hlxhZBLlU66iLt7EEVa5cLxpG4mXh6qY4QWnvLt1HnJU4Vjc2QoP
TY6PlygUOYVuOPXa9KGIVPOva6dInnoW/PnKw4/cPb30oNMxkfYFR7ncu080aPBL
G7f3gQ+AB5L6Hg0CAwEAAaNTMFEwHQYDVR0OBBYEFMJJF0dPU6nvdhGk45QbOVdd
8n4WMB8GA1UdIwQYMBaAFMJJF0dPU6nvdhGk45QbOVdd8n4WMA8GA1UdEwEB/wQF
MAMBAf8wDQYJKoZIhvcNAQELBQADgYEAfcOdllGV1KoEXWWfBe76Xv4L+VLGdOm4
0iSNT1/w5kGCwn8wK/T13iFvY302Hdg10vZt/cfJXYFNH5BnSa48jRwJ+RdJ4256
y4ssC/CJegVXXBrH9IwhckSJTRwusDQ3F2aRHHi1uLcCzOZItyAXD1Ubj6lRymYg
P0O8dc65DFU=
-----END CERTIFICATE-----
`;
