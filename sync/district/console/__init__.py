"""The console: plain server-made pages for township and district staff. Works without scripts."""
