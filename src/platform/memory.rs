//! Where memory is not to be had the program ends by one line that names what it needs, and not by an abort. What needed
//! much of it for a while gives it back.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{Write as _, stderr};
use std::process::exit;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::say;

/// The system's memory, with a plain end where there is no more.
pub struct Memory;

/// Written beforehand: without memory nothing can be worded.
static LINE: OnceLock<String> = OnceLock::new();
static ENDING: AtomicBool = AtomicBool::new(false);

/// Words the line; until then the end is Rust's own.
pub fn prepare() {
    LINE.get_or_init(|| format!("frostline: {}\n", say!("cli.memory")));
}

/// Ends the program where there is no memory. It allocates nothing.
fn granted(memory: *mut u8) -> *mut u8 {
    if memory.is_null()
        && let Some(line) = LINE.get()
    {
        // Of several threads that run out at once one says so, and takes the others with it.
        while ENDING.swap(true, Ordering::Relaxed) {
            std::thread::park();
        }
        // A closed standard error changes nothing.
        let _ = stderr().write_all(line.as_bytes());
        exit(2);
    }
    memory
}

/// The last part of what needs much memory for a while: once that has gone, so has its memory. An allocator keeps what is
/// freed between what is not.
pub struct GivesBack;

impl Drop for GivesBack {
    fn drop(&mut self) {
        #[cfg(all(target_os = "linux", target_env = "gnu"))]
        // SAFETY: it takes a number, and nothing that is in use is touched.
        unsafe {
            libc::malloc_trim(0);
        }
    }
}

// SAFETY: every call goes to the system's allocator as it came, and what that hands back is handed on unchanged.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller promises what `System` asks for.
        granted(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        granted(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        granted(unsafe { System.realloc(memory, layout, size) })
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}
