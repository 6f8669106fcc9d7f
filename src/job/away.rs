//! Work that plain data describes, tells and answers, so that another instance of the program can do it as well as a
//! thread: where there are no threads it is sent to a worker.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Job, Port, Progress, Turn};

/// Such work.
pub trait Away: 'static {
    type From: Serialize + DeserializeOwned + Send + 'static;
    type Told: Serialize + DeserializeOwned + Send + 'static;
    type Found: Send + Sync + 'static;

    /// Whether it goes on by itself, in turns of some milliseconds, and is told one thing after the other. Else it begins
    /// when it is told something, and what it was told last is all that counts.
    const STREAMS: bool = false;

    fn begin(from: Self::From) -> impl FnMut(&Port<Self::Told, Self::Found>) -> Turn + Send + 'static;

    /// How what it finds becomes bytes, and what it was.
    fn packing() -> Packing<Self::Found>;
}

/// Both ends of a way on which results go as bytes, one after the other: each may rely on those before.
pub struct Packing<F> {
    pub pack: Pack<F>,
    pub unpack: Unpack<F>,
}

type Pack<F> = Box<dyn FnMut(&F) -> Vec<u8> + Send>;
type Unpack<F> = Box<dyn FnMut(&[u8]) -> F + Send>;

impl<F: Serialize + DeserializeOwned> Packing<F> {
    /// Each result by itself.
    pub fn plain() -> Self {
        Self { pack: Box::new(|found| bytes(found)), unpack: Box::new(|bytes| read(bytes)) }
    }
}

/// Plain data as bytes.
pub fn bytes(data: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(data).expect("it is plain data")
}

/// What another instance of this program wrote.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> T {
    postcard::from_bytes(bytes).expect("the same program wrote it")
}

/// The same with a single result; it describes itself.
pub trait Mission: Serialize + DeserializeOwned + Send + 'static {
    type Found: Serialize + DeserializeOwned + Send + Sync + 'static;

    /// Says how far it is, and shows what there is on the way; `None` if it was broken off.
    fn run(self, progress: &Progress<'_>, show: &(dyn Fn(Self::Found) + Sync)) -> Option<Self::Found>;
}

impl<M: Send + 'static, R: Send + Sync + 'static> Job<M, R> {
    /// Starts such work, on a thread or at a worker.
    pub fn away<W: Away<Told = M, Found = R>>(
        name: &str,
        wake: impl Fn() + Send + Sync + 'static,
        from: W::From,
    ) -> Self {
        #[cfg(target_arch = "wasm32")]
        {
            let _ = name;
            super::sent::send::<W>(wake, from, None)
        }
        #[cfg(not(target_arch = "wasm32"))]
        Self::spawn(name, wake, W::begin(from))
    }
}
