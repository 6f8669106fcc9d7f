#!/usr/bin/env python3
"""Serves a folder, opens its page in headless Chromium and works it as a hand would: drive.py FOLDER PICTURES

It opens, plays, drags a slider and sees the picture change, copies a link, reloads and finds the run, and opens the link as a page of
others would embed it. What it measures is printed; what the console
says, too. Anything that broke off is an error.
"""
import base64, functools, http.server, json, os, pathlib, subprocess, sys, tempfile, threading, time

# Before anything of the page runs: how long its own thread takes for each frame, and what blocks it for more than 50 ms.
MEASURE = """
  self.taken = []; self.blocked = [];
  const raf = requestAnimationFrame.bind(self);
  self.requestAnimationFrame = call => raf(time => {
    const start = performance.now(); call(time); taken.push(performance.now() - start) });
  if (self.PerformanceObserver)
    new PerformanceObserver(list => list.getEntries().forEach(task => blocked.push(task.duration))).observe({ type: "longtask" });
"""

CANVAS = "document.getElementById('frostline')"
RUNNING = f"""new Promise(found => {{
  const look = () => {CANVAS}?.dataset.step > 0 ? found(performance.now()) : setTimeout(look, 5);
  look() }})"""


class Browser:
    """Chromium, spoken to through its debugging pipe: messages in JSON, each ended by a zero byte."""

    def __init__(self):
        (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
        self.reading, self.writing = os.fdopen(ours_in, "rb"), os.fdopen(ours_out, "wb", 0)
        self.count, self.broke, self.session = 0, False, None
        flags = ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars",
                 "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--window-size=1280,800",
                 "--user-data-dir=" + tempfile.mkdtemp(prefix="frostline-drive-")]
        # Chromium reads from 3 and writes to 4.
        command = f'exec chromium "$@" 3<&{theirs_in} 4>&{theirs_out} 2>/dev/null'
        self.process = subprocess.Popen(["bash", "-c", command, "chromium", *flags, "about:blank"], pass_fds=(theirs_in, theirs_out))
        os.close(theirs_in), os.close(theirs_out)
        tabs = self.ask("Target.getTargets")["targetInfos"]
        tab = next(tab["targetId"] for tab in tabs if tab["type"] == "page")
        self.session = self.ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(domain + ".enable")
        self.ask("Page.addScriptToEvaluateOnNewDocument", source=MEASURE)
        self.downloads = tempfile.mkdtemp(prefix="frostline-downloads-")
        self.ask("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
        self.ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=self.downloads)
        self.ask("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])

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
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True)
        return answer["result"].get("value")

    def wait(self, what, expression, seconds=60):
        """Until an expression of the page's, or a function of ours, is true; says what it came to."""
        begun = time.monotonic()
        while time.monotonic() < begun + seconds:
            found = expression() if callable(expression) else self.value(expression)
            if found:
                return found
            time.sleep(0.1)
        sys.exit(f"{what}: in vain for {seconds} s")

    def rest(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.value("1")
            time.sleep(0.1)

    def mouse(self, kind, x, y, **more):
        self.ask("Input.dispatchMouseEvent", type="mouse" + kind, x=x, y=y, **more)

    def drag(self, x, y, to_x, to_y):
        self.mouse("Moved", x, y)
        self.rest(0.3)
        self.mouse("Pressed", x, y, button="left", clickCount=1)
        for part in range(1, 9):
            self.mouse("Moved", x + (to_x - x) * part / 8, y + (to_y - y) * part / 8, button="left", buttons=1)
            self.rest(0.1)
        self.mouse("Released", to_x, to_y, button="left", clickCount=1)
        self.rest(0.5)

    def key(self, key, code, number, modifiers=0, text=""):
        common = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **common)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **common)
        self.rest(0.5)

    def type(self, text):
        for letter in text:
            self.ask("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
            self.ask("Input.dispatchKeyEvent", type="keyUp", key=letter)
        self.rest(0.5)

    def palette(self, words):
        """What the command palette offers first for these words."""
        self.key("p", "KeyP", 80, modifiers=2)
        # Until it has the keys, letters are shortcuts.
        self.rest(1.5)
        self.type(words)
        self.key("Enter", "Enter", 13, text="\r")

    def picture(self, path):
        data = self.ask("Page.captureScreenshot", format="png")["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))
        return path

    def kept(self):
        """The session that the page keeps in the browser's storage."""
        text = self.value("Object.entries(localStorage).filter(([name]) => name.endsWith('.frostline')).map(([, text]) => text).sort().pop()")
        return json.loads(text.split("\n", 1)[1]) if text else None


def serve(folder):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    http.server.SimpleHTTPRequestHandler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def changed(one, other, place="400x400+330+150"):
    """Pixels of the stage that differ in two pictures."""
    crop = ["-crop", place, "+repage"]
    command = ["convert", "(", one, *crop, ")", "(", other, *crop, ")", "-metric", "AE", "-compare", "-format", "%[distortion]", "info:"]
    return int(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def colours(picture, place="400x400+330+150"):
    command = ["convert", picture, "-crop", place, "-format", "%k", "info:"]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def frames(browser, what, seconds):
    browser.value("taken.length = blocked.length = 0")
    browser.rest(seconds)
    taken, blocked = browser.value("[taken, blocked]")
    taken = sorted(taken) or [0.0]
    at = lambda share: taken[min(int(share * len(taken)), len(taken) - 1)]
    worst = f", blocked for up to {max(blocked):.0f} ms" if blocked else ", never blocked for 50 ms"
    print(f"{what}: {len(taken)} frames, own thread {at(0.5):.1f} ms (median), {at(0.95):.1f} ms (95 %){worst}", flush=True)


def must(holds, what):
    if not holds:
        sys.exit(what)


# The knob of σ, in the window at 1280 × 800.
SIGMA = (116, 186)


def drive(browser, page, pictures):
    shot = lambda name: browser.picture(os.path.join(pictures, name + ".png"))
    browser.ask("Page.navigate", url=page)
    there = browser.wait("the swarm", RUNNING, 120)
    print(f"page to running swarm: {there / 1000:.2f} s", flush=True)
    browser.rest(3)
    early = shot("early")
    frames(browser, "playing", 8)
    late = shot("late")
    must(colours(late) > 100, "the stage is blank")
    must(changed(early, late) > 100, "the swarm stands still")

    before = browser.wait("a run that is kept", browser.kept)
    browser.drag(*SIGMA, SIGMA[0] + 40, SIGMA[1])
    browser.wait("σ in what is kept", lambda: browser.kept()["changes"], 20)
    must(changed(late, shot("dragged")) > 100, "σ changed nothing")

    browser.palette("copy a link to this run")
    link = browser.value("navigator.clipboard.readText()")
    print(f"a link of {len(link or '')} letters", flush=True)

    # However the page ends, the next one finds the run.
    before = browser.wait("a run that is kept", browser.kept)
    browser.ask("Page.reload")
    browser.wait("the run again", RUNNING, 120)
    browser.rest(2)
    after = browser.kept()
    must(after["scenario"] == before["scenario"] and after["changes"] == before["changes"], "another run came back")
    shot("again")

    # A link opens in another page, and in the frame of one.
    if link:
        must(link.startswith(page + "#s="), f"no link to this page: {link[:80]}")
        browser.ask("Page.navigate", url="about:blank")
        browser.ask("Page.navigate", url=page + "?embed=plane" + link[len(page):])
        browser.wait("the embedded run", RUNNING, 120)
        browser.rest(2)
        shot("embedded")


def main(folder, pictures):
    os.makedirs(pictures, exist_ok=True)
    browser = Browser()
    try:
        drive(browser, serve(folder), pictures)
    finally:
        browser.process.terminate()
    sys.exit(1 if browser.broke else 0)


main(*sys.argv[1:])
