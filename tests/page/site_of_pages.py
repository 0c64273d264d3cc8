"""Serves the page in a state that a test chooses, and its events: a stand-in for the box, which cannot be brought
into every state within a test."""

import http.server
import queue
import threading


class Site:
    def __init__(self, folder):
        self.folder, self.state, self.silent, self.events = folder, "ready", False, []
        self.policy = (folder / "policy").read_text()
        self.loads = 0
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                if site.silent:
                    self.close_connection = True
                elif self.path == "/":
                    site.loads += 1
                    self.answer((site.folder / f"{site.state}.html").read_bytes())
                elif self.path == "/api/v1/events":
                    self.tell_events()
                else:
                    self.send_error(404)

            def answer(self, page):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", site.policy)
                self.send_header("X-Content-Type-Options", "nosniff")
                self.send_header("Cache-Control", "no-store")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def tell_events(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                news = queue.Queue()
                site.events.append(news)
                number = 1
                try:
                    while number is not None:
                        self.wfile.write(f"id: {number}\nevent: status\ndata: {{}}\n\n".encode())
                        number = news.get()
                except OSError:
                    pass
                self.close_connection = True

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"

    def become(self, state, number):
        """The box changes; whoever listens is told by an event with this number."""
        self.state = state
        for news in self.events:
            news.put(number)

    def fall_silent(self):
        self.silent = True
        for news in self.events:
            news.put(None)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.fall_silent()
        self.server.shutdown()
        self.server.server_close()
