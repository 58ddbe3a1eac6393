// A PouchDB on leveldb that pushes to a server. node pouchdb_client.js URL FOLDER, in the folder of the packages.
// Told line by line: {"cases": FILE, "attachments": [FILE…]} takes documents in; {"push": SECONDS} replicates until it
// succeeds or the time is over, and says the seconds.
const fs = require('fs');
const [url, folder] = process.argv.slice(2);
const from = require('module').createRequire(process.cwd() + '/');
const PouchDB = from('pouchdb');
// As a browser does it; without this Node would open a connection for each request.
const agent = new (require('http').Agent)({ keepAlive: true, maxSockets: 6 });
const fetched = (address, options) => PouchDB.fetch(address, { ...options, agent });
const local = new PouchDB(folder);
const remote = new PouchDB(url + '/cases', { fetch: fetched });

async function take({ cases, attachments = [] }) {
  const lines = fs.readFileSync(cases, 'utf8').split('\n').filter(Boolean);
  await local.bulkDocs(lines.map((line, at) => {
    const document = JSON.parse(line);
    document._id = document.case_id;
    if (attachments[at]) {
      const data = fs.readFileSync(attachments[at]);
      document._attachments = { page: { content_type: 'image/jpeg', data } };
    }
    return document;
  }));
  return {};
}

async function push(seconds) {
  const begun = performance.now();
  const spent = () => (performance.now() - begun) / 1000;
  let tries = 0;
  while (spent() < seconds) {
    tries += 1;
    const running = local.replicate.to(remote, { batch_size: 100 });
    running.catch(() => {});
    const timer = setTimeout(() => running.cancel(), Math.max(0, seconds - spent()) * 1000);
    try {
      const result = await running;
      if (result.ok && result.status === 'complete' && !result.errors.length)
        return { ok: true, seconds: spent(), tries };
    } catch (error) {
      if (!/fetch|socket|ECONN|network|hang up|terminated|aborted|EPIPE|Premature/i.test(`${error} ${error.reason} ${error.message}`)) throw error;
    } finally {
      clearTimeout(timer);
    }
  }
  return { ok: false, seconds: spent(), tries };
}

(async () => {
  await local.info();
  console.log('{}');
  for await (const line of require('readline').createInterface({ input: process.stdin })) {
    const told = JSON.parse(line);
    console.log(JSON.stringify(told.push ? await push(told.push) : await take(told)));
  }
  process.exit(0);
})().catch((error) => { console.error(error); process.exit(1); });
