"""What a web server runs: `participation.wsgi:app`."""

from participation.factory import create_app

app = create_app()
