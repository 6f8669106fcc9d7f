#!/usr/bin/env python3
"""Serves a folder, opens its page in headless Chromium and takes pictures of it: look.py FOLDER SECONDS PICTURE [SECONDS PICTURE …]

Seconds are counted from when the page has nothing more to load. What the console says is printed; anything that broke off is an error.
"""
import base64, functools, http.server, json, os, subprocess, sys, tempfile, threading, time


class Browser:
    """Chromium, spoken to through its debugging pipe: messages in JSON, each ended by a zero byte."""

    def __init__(self):
        (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
        self.reading, self.writing = os.fdopen(ours_in, "rb"), os.fdopen(ours_out, "wb", 0)
        self.count, self.broke, self.session = 0, False, None
        flags = ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars",
                 "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--window-size=1280,800",
                 "--user-data-dir=" + tempfile.mkdtemp(prefix="frostline-look-")]
        # Chromium reads from 3 and writes to 4.
        command = f'exec chromium "$@" 3<&{theirs_in} 4>&{theirs_out} 2>/dev/null'
        self.process = subprocess.Popen(["bash", "-c", command, "chromium", *flags, "about:blank"], pass_fds=(theirs_in, theirs_out))
        os.close(theirs_in), os.close(theirs_out)
        tabs = self.ask("Target.getTargets")["targetInfos"]
        tab = next(tab["targetId"] for tab in tabs if tab["type"] == "page")
        self.session = self.ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(domain + ".enable")

    def ask(self, method, **params):
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.writing.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.hear()
            if answer.get("id") == self.count:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def hear(self):
        text = bytearray()
        while (byte := self.reading.read(1)) != b"\0":
            if not byte:
                sys.exit("Chromium has ended")
            text += byte
        message = json.loads(text)
        self.note(message.get("method"), message.get("params", {}))
        return message

    def note(self, method, params):
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.say("exception", details.get("exception", {}).get("description", details["text"]), True)
        elif method == "Runtime.consoleAPICalled":
            words = " ".join(str(word.get("value", word.get("description", ""))) for word in params["args"])
            self.say(params["type"], words, "panicked" in words)
        elif method == "Log.entryAdded" and "favicon" not in params["entry"].get("url", ""):
            self.say(params["entry"]["level"], params["entry"]["text"], False)

    def say(self, kind, words, broke):
        self.broke |= broke
        print(f"{kind}: {words}", flush=True)

    def value(self, expression):
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")


def main(folder, *shots):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    http.server.SimpleHTTPRequestHandler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = Browser()
    try:
        begun = time.monotonic()
        browser.ask("Page.navigate", url=f"http://127.0.0.1:{server.server_port}/")
        there = "!!document.getElementById('frostline') && !document.getElementById('state')"
        while browser.value(there) is not True and time.monotonic() < begun + 120:
            time.sleep(0.2)
        print(f"the laboratory is there after {time.monotonic() - begun:.1f} s")
        begun = time.monotonic()
        for seconds, picture in zip(shots[::2], shots[1::2]):
            while time.monotonic() < begun + float(seconds):
                browser.value("1")
                time.sleep(0.2)
            data = browser.ask("Page.captureScreenshot", format="png")["data"]
            with open(picture, "wb") as file:
                file.write(base64.b64decode(data))
    finally:
        browser.process.terminate()
    sys.exit(1 if browser.broke else 0)


main(*sys.argv[1:])
