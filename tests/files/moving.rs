//! Moving pictures: read back by an independent reader, whole or not there at all.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use frostline::export::moving::{Film, Kind};
use image::{AnimationDecoder, ImageDecoder};

const SIZE: [u32; 2] = [61, 40];

/// A folder of its own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("frostline-moving-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn holds(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A square that moves over a ramp.
fn frame(index: u32) -> Vec<u8> {
    let pixel = |at: u32| {
        let (x, y) = (at % SIZE[0], at / SIZE[0]);
        let square = (5 * index..5 * index + 8).contains(&x) && (10..18).contains(&y);
        if square { [255, 145, 71, 255] } else { [9, 11, (3 * x) as u8, 255] }
    };
    (0..SIZE[0] * SIZE[1]).flat_map(pixel).collect()
}

fn made(kind: Kind, path: &std::path::Path) {
    let mut film = Film::new(kind, SIZE, 12.0, path).unwrap();
    // The third frame is as the second.
    for index in [0, 1, 1, 2] {
        film.frame(&frame(index)).unwrap();
    }
    film.finish().unwrap();
}

#[test]
fn an_apng_has_every_frame_as_it_was() {
    let folder = Folder::new("apng");
    let path = folder.0.join("film.png");
    made(Kind::Apng, &path);
    assert_eq!(folder.holds(), ["film.png"]);
    let decoder = image::codecs::png::PngDecoder::new(BufReader::new(File::open(&path).unwrap())).unwrap();
    assert_eq!(decoder.dimensions(), (SIZE[0], SIZE[1]));
    let frames = decoder.apng().unwrap().into_frames().collect_frames().unwrap();
    assert_eq!(frames.len(), 4);
    for (read, index) in frames.iter().zip([0, 1, 1, 2]) {
        assert_eq!(read.buffer().as_raw(), &frame(index));
        assert!(
            (read.delay().numer_denom_ms().0 as f64 / f64::from(read.delay().numer_denom_ms().1) - 83.3)
                .abs()
                < 1.0
        );
    }
}

#[test]
fn a_gif_shows_what_it_was_given_for_as_long() {
    let folder = Folder::new("gif");
    let path = folder.0.join("film.gif");
    made(Kind::Gif, &path);
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(File::open(&path).unwrap()).unwrap();
    let mut screen = vec![0; (4 * SIZE[0] * SIZE[1]) as usize];
    let (mut delays, mut expected) = (Vec::new(), [0, 1, 2].into_iter());
    while let Some(part) = decoder.read_next_frame().unwrap() {
        let (left, top, width) = (usize::from(part.left), usize::from(part.top), usize::from(part.width));
        for (row, pixels) in part.buffer.chunks(4 * width).enumerate() {
            let start = 4 * ((top + row) * SIZE[0] as usize + left);
            for (shown, pixel) in screen[start..].chunks_mut(4).zip(pixels.chunks(4)) {
                // What is clear leaves what was there.
                if pixel[3] > 0 {
                    shown.copy_from_slice(pixel);
                }
            }
        }
        assert_eq!(screen, frame(expected.next().unwrap()));
        delays.push(part.delay);
    }
    // Four frames of a twelfth of a second, two of them one.
    assert_eq!(delays, [8, 17, 8]);
    let first = std::fs::read(&path).unwrap();
    made(Kind::Gif, &path);
    assert_eq!(first, std::fs::read(&path).unwrap());
}

#[test]
fn pngs_stand_in_a_folder_in_their_order() {
    let folder = Folder::new("pngs");
    made(Kind::Pngs, &folder.0.join("film"));
    assert_eq!(folder.holds(), ["film"]);
    for (number, index) in [(1, 0), (2, 1), (3, 1), (4, 2)] {
        let path = folder.0.join(format!("film/frame-0000{number}.png"));
        assert_eq!(image::open(path).unwrap().into_rgba8().into_raw(), frame(index));
    }
    let again = Film::new(Kind::Pngs, SIZE, 12.0, &folder.0.join("film")).err().unwrap().to_string();
    assert!(again.contains("not empty") && !again.contains('\n'), "{again}");
}

#[test]
fn a_film_left_off_leaves_nothing() {
    let folder = Folder::new("cancel");
    for kind in Kind::ALL.into_iter().filter(|kind| kind.available().is_ok()) {
        let mut film = Film::new(kind, SIZE, 12.0, &folder.0.join("film")).unwrap();
        film.frame(&frame(0)).unwrap();
        assert_eq!(film.frame(&[0; 4]).unwrap_err().to_string(), "a frame has another size than its film");
        drop(film);
        assert!(folder.holds().is_empty(), "{kind:?}: {:?}", folder.holds());
    }
    let lost =
        Film::new(Kind::Gif, SIZE, 12.0, &folder.0.join("no/such/film.gif")).err().unwrap().to_string();
    assert!(!lost.contains('\n') && lost.contains("film.gif"), "{lost}");
    assert!(Film::new(Kind::Gif, SIZE, f64::NAN, &folder.0.join("film.gif")).is_err());
}

#[test]
fn a_video_is_made_where_there_is_ffmpeg_and_explained_where_not() {
    let folder = Folder::new("video");
    for (kind, name) in [(Kind::Mp4, "film.mp4"), (Kind::WebM, "film.webm")] {
        let path = folder.0.join(name);
        match kind.available() {
            Ok(()) => {
                made(kind, &path);
                assert!(std::fs::metadata(&path).unwrap().len() > 500);
            }
            Err(why) => {
                let why = why.to_string();
                assert!(why.contains("ffmpeg") && !why.contains('\n'), "{why}");
            }
        }
    }
}
