"""Files from outside as pictures: pure functions from bytes to pictures, without a database and without Qt."""
