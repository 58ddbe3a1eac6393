"""What a station asks over HTTP: enrolment, exchange, pages, and whether the server is there."""
