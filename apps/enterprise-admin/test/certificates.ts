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
