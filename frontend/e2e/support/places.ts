/** Where everything answers: `make e2e` says it in the environment, `make run` uses the usual ports. */
export const base = process.env.BASE_URL ?? 'http://localhost:8080';
export const secondBase = process.env.SECOND_BASE_URL ?? base.replace('//localhost', '//pontefiume.localhost');
export const simulators = process.env.SIMULATORS_URL ?? 'http://localhost:8090';
export const mailbox = process.env.MAILBOX_URL ?? `${simulators}/mail`;

/** What the demo gives to everybody. */
export const password = 'Sportello-demo-2026';
export const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
