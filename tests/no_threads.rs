//! A system that gives no more threads is told in one line, and nobody is kept waiting. Needs `setpriv` and `prlimit`, and
//! root to become a user without other processes, so it runs only when asked for.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

#[test]
#[ignore = "needs root, setpriv and prlimit"]
fn a_picture_without_threads_is_one_line_and_exit_2() {
    // Where nobody may enter the folders of whoever builds.
    let folder = std::env::temp_dir().join(format!("frostline-no-threads-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let binary = folder.join("frostline");
    fs::copy(env!("CARGO_BIN_EXE_frostline"), &binary).unwrap();
    for threads in ["1", "2", "3", "4"] {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "prlimit"]);
        command.arg(format!("--nproc={threads}")).arg(&binary).args(["screenshot", "--steps", "10"]);
        command.args(["--size", "300x200", "-o", "/dev/null"]);
        let mut run = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let start = Instant::now();
        while run.try_wait().unwrap().is_none() {
            if start.elapsed() > Duration::from_secs(20) {
                run.kill().unwrap();
                panic!("it waits for ever with {threads} threads");
            }
            sleep(Duration::from_millis(20));
        }
        let output = run.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        println!("{threads}: {:?} {said}", output.status.code());
        assert_eq!((output.status.code(), said.lines().count()), (Some(2), 1), "{threads}: {said}");
        assert!(said.contains("no more threads"), "{said}");
    }
    let _ = fs::remove_dir_all(&folder);
}
