//! Where this program is to be found by a link.

/// What links begin with: the address of the page that the program runs in, without what is asked of it; elsewhere they
/// are known by the program's name.
pub fn own() -> String {
    #[cfg(target_arch = "wasm32")]
    return super::page::address::own();
    #[cfg(not(target_arch = "wasm32"))]
    return "frostline:".to_owned();
}
