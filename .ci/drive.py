#!/usr/bin/env python3
"""Serves a folder, opens its page in headless Chromium and works it as a hand would: drive.py FOLDER PICTURES

It opens, plays, drags a slider with the mouse and with a finger, pinches, presses long, exports a figure and a film, asks the
model, trains networks, drops a file, copies a link, reloads and finds the run, opens the link as a page of others would embed
it, and compares the end of a run with the end that it has natively. What it measures is printed; what the console says, too.
Anything that broke off is an error.
"""
import base64, functools, glob, http.server, json, math, os, pathlib, re, subprocess, sys, tempfile, threading, time, zlib
import xml.etree.ElementTree

# Before anything of the page runs: how long its own thread takes for each frame that draws something, and what blocks it for
# more than 50 ms.
MEASURE = """
  self.taken = []; self.blocked = [];
  const raf = requestAnimationFrame.bind(self), { clear } = WebGL2RenderingContext.prototype;
  let drawn = false;
  WebGL2RenderingContext.prototype.clear = function(what) { drawn = true; clear.call(this, what) };
  self.requestAnimationFrame = call => raf(time => {
    const start = performance.now();
    drawn = false;
    call(time);
    if (drawn) taken.push(performance.now() - start) });
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
        seen = self.picture(os.path.join(tempfile.gettempdir(), "frostline-in-vain.png"))
        sys.exit(f"{what}: in vain for {seconds} s; what was there instead: {seen}")

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

    def click(self, x, y):
        self.mouse("Moved", x, y)
        self.rest(0.3)
        for kind in ("Pressed", "Released"):
            self.mouse(kind, x, y, button="left", clickCount=1)
            self.rest(0.2)
        self.rest(0.5)

    def touch(self, *ways, parts=8, held=0.0):
        """Fingers, each on a way from one place to another."""
        at = lambda part: [{"x": x + (to_x - x) * part / parts, "y": y + (to_y - y) * part / parts, "id": finger}
                           for finger, (x, y, to_x, to_y) in enumerate(ways)]
        self.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=at(0))
        self.rest(0.2 + held)
        for part in range(1, parts + 1):
            self.ask("Input.dispatchTouchEvent", type="touchMove", touchPoints=at(part))
            self.rest(0.1)
        self.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
        self.rest(0.5)

    def drop(self, path, x, y):
        """A file, from outside."""
        data = {"items": [], "files": [os.path.abspath(path)], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.ask("Input.dispatchDragEvent", type=kind, x=x, y=y, data=data)
            self.rest(0.2)

    def download(self, ending, seconds=60):
        """What has left the page, once it is whole."""
        there = lambda: next(iter(glob.glob(os.path.join(self.downloads, "*" + ending))), None)
        return pathlib.Path(self.wait(f"a {ending}", there, seconds)).read_bytes()

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


# In the window at 1280 × 800: the knob of σ, the middle of the stage, the tab of the run,
SIGMA = (116, 186)
STAGE = (530, 350)
EXPLORE = (290, 20)
# where a figure is given its formats and exported, and where a film is made small, short and exported.
PDF, SVG, EXPORT = (407, 360), (464, 360), (430, 467)
SMALL, SECONDS, FILM = (497, 447), (832, 384), (476, 537)
ASK = (1155, 626)

# A run, and how it ends natively (`frostline run --walkers 3000 --steps 30000`): the share in the flat valley, and the mean height
# with its deviation over walkers.
RUN = {"landscape": {"x1": 0.8, "x2": 0.65, "x0": 1.0, "f0": 1.0, "y_b": 30.0, "y_f": 20.0, "l_d": 1.0, "y_d": 100.0},
       "noise": "hessian", "eta": {"constant": 0.01}, "sigma": {"constant": 0.1}, "hold_y": None, "x_i": 0.01, "y_i": 1.0,
       "flat_share": 0.5, "walkers": 3000, "steps": 30000, "seed": 42}
NATIVE = {"p_flat": 0.9477, "mean_y": 7.20711, "sd_y": 0.01401}
# Files that a hand drops.
FILES = pathlib.Path(__file__).parent.parent / "tests/corpus"
# Nanoseconds a walker.
SLOWEST_STEP = 12.0


def explore(browser):
    browser.key("Escape", "Escape", 27)
    browser.click(*EXPLORE)


def by_hand(browser):
    """A finger on a slider, two on the stage, and one that stays where it is."""
    browser.ask("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=2)
    changes = len(browser.kept()["changes"])
    browser.touch((SIGMA[0] + 40, SIGMA[1], SIGMA[0], SIGMA[1]))
    browser.wait("σ under a finger", lambda: len(browser.kept()["changes"]) > changes, 20)
    looked = browser.kept()["view"]["stage_y"]
    x, y = STAGE
    browser.touch((x - 40, y, x - 120, y), (x + 40, y, x + 120, y))
    browser.wait("a closer look", lambda: browser.kept()["view"]["stage_y"] != looked, 20)
    before = browser.picture(os.path.join(tempfile.gettempdir(), "frostline-before.png"))
    browser.touch((x, y, x, y), parts=1, held=1.2)
    browser.rest(1)
    after = browser.picture(os.path.join(tempfile.gettempdir(), "frostline-after.png"))
    must(changed(before, after) > 5000, "a long press opens nothing")
    browser.key("Escape", "Escape", 27)
    browser.ask("Emulation.setTouchEmulationEnabled", enabled=False)


def leaving(browser):
    """A figure and a film, as downloads."""
    browser.palette("export the stage")
    browser.rest(2)
    for place in (PDF, SVG, EXPORT):
        browser.click(*place)
    figure = xml.etree.ElementTree.fromstring(browser.download(".svg"))
    must(figure.tag.endswith("svg") and len(list(figure.iter())) > 100, "no figure in the SVG")
    browser.key("Escape", "Escape", 27)
    browser.palette("animate the stage")
    browser.rest(1)
    browser.click(*SMALL)
    browser.click(*SECONDS)
    browser.type("0.5")
    browser.key("Enter", "Enter", 13, text="\r")
    browser.click(*FILM)
    # A page asks what it is to be called.
    browser.key("Enter", "Enter", 13, text="\r")
    film = browser.download(".gif", 240)
    pictures = film.count(b"\x21\xf9\x04")
    must(film.startswith(b"GIF89a") and pictures == 10, f"a film of {pictures} pictures")
    print(f"a figure of {len(list(figure.iter()))} elements, a film of {pictures} pictures", flush=True)


def at_work(browser):
    """Frames go on while experiments and networks are at work."""
    browser.palette("ask the model: a diagram")
    browser.rest(2)
    browser.click(*ASK)
    frames(browser, "during a phase diagram", 6)
    browser.palette("ask the model: From when")
    browser.rest(2)
    browser.click(*ASK)
    frames(browser, "during a fork", 4)
    browser.click(583, 20)
    frames(browser, "during a training", 15)
    # Who opens the networks for the first time is shown around.
    browser.palette("leave the lesson")


def taken_in(browser, files):
    """A session that is dropped onto the page."""
    explore(browser)
    session = json.load(open(files / "session-0.1.0.frostline"))
    browser.drop(files / "session-0.1.0.frostline", *STAGE)
    browser.wait("the session that was dropped", f"document.title.includes({json.dumps(session['name'])})", 20)
    browser.wait("its run", lambda: browser.kept()["scenario"]["seed"] == session["scenario"]["seed"], 30)


def as_native(browser, page):
    """A run to its end, as fast as it goes, which is told by its canvas."""
    run = browser.kept()
    run.update(changes=[], step=0, scenario=RUN)
    run["view"]["rate"] = 0
    packed = base64.urlsafe_b64encode(zlib.compress(json.dumps(run).encode(), 9)).decode().rstrip("=")
    browser.ask("Page.navigate", url="about:blank")
    browser.ask("Page.navigate", url=page + "#s=" + packed)
    steps = RUN["steps"]
    told, speeds = lambda: browser.value(f"({{...{CANVAS}?.dataset}})"), [0.0]

    def ended():
        speeds.append(float(told().get("stepsASecond", 0)))
        return told().get("step") == str(steps)

    browser.wait("the end of the run", ended, 240)
    p_flat, mean_y, speed = float(told()["pFlat"]), float(told()["meanY"]), max(speeds)
    count = RUN["walkers"]
    # Both are estimates: the error of their difference.
    errors = (math.sqrt(2 * NATIVE["p_flat"] * (1 - NATIVE["p_flat"]) / count), math.sqrt(2 / count) * NATIVE["sd_y"])
    apart = (abs(p_flat - NATIVE["p_flat"]) / errors[0], abs(mean_y - NATIVE["mean_y"]) / errors[1])
    print(f"the end of a run: P_flat {p_flat:.4f}, y {mean_y:.4f}, {apart[0]:.1f} and {apart[1]:.1f} s.e. from the native one; "
          f"{1e9 / speed / count:.1f} ns a step and walker (bar {SLOWEST_STEP})", flush=True)
    must(max(apart) < 4, "another end than the native one")


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
    by_hand(browser)
    leaving(browser)
    at_work(browser)
    explore(browser)

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
    browser.ask("Page.navigate", url=page)
    browser.wait("the run once more", RUNNING, 120)
    taken_in(browser, FILES)
    as_native(browser, page)


def main(folder, pictures):
    os.makedirs(pictures, exist_ok=True)
    browser = Browser()
    try:
        drive(browser, serve(folder), pictures)
    finally:
        browser.process.terminate()
    sys.exit(1 if browser.broke else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
