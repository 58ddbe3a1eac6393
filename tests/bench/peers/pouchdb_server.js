// A CouchDB-compatible server: express-pouchdb as the whole application, over PouchDB on leveldb.
// node pouchdb_server.js ADDRESS FOLDER, in the folder of the packages; says its port, ends with its standard input.
const [address, folder] = process.argv.slice(2);
const from = require('module').createRequire(process.cwd() + '/');
const PouchDB = from('pouchdb').defaults({ prefix: folder + '/' });
const settings = { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: folder + '/log.txt' };
const server = from('express-pouchdb')(PouchDB, settings).listen(0, address, () =>
  console.log(JSON.stringify({ port: server.address().port })));
process.stdin.resume().on('end', () => process.exit(0));
