//! What is on the screen, read from the file that Xvfb keeps it in: nothing asks the window or the screen's server.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use crate::Trouble;

/// Where Xvfb was told to keep the screen (`on-own-screen.sh`).
const FOLDER_VARIABLE: &str = "COUNTERFOIL_SCREEN_FOLDER";
/// Every so many lines are looked at: letters are higher than that.
const EVERY: u64 = 4;
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(4);
/// A picture that stays for so long is the last one.
const STILL: Duration = Duration::from_millis(1_500);
/// Nothing takes longer.
const PATIENCE: Duration = Duration::from_secs(40);
/// Thousandths of the last picture's ink that have to stand: a clock or a caret may still move.
const PAINTED: u64 = 985;

/// A screen.
pub(crate) struct Screen {
    file: File,
    begin: u64,
    line: u64,
    lines: u64,
}

/// Some lines of the screen.
type Picture = Vec<u8>;

impl Screen {
    pub(crate) fn open() -> Result<Self, Trouble> {
        let folder = std::env::var_os(FOLDER_VARIABLE).map(PathBuf::from);
        let folder =
            folder.ok_or_else(|| format!("{FOLDER_VARIABLE} does not say where the screen is kept"))?;
        Self::read(&folder.join("Xvfb_screen0"))
    }

    /// The file's form is that of `xwd`: numbers of four bytes, the length of its head first (X11/XWDFile.h).
    fn read(path: &Path) -> Result<Self, Trouble> {
        let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut head = [0_u8; 100];
        file.read_exact_at(&mut head, 0)?;
        let number = |place: usize| -> Result<u64, Trouble> {
            let bytes = head.get(place * 4..place * 4 + 4).ok_or("a short head")?;
            Ok(u64::from(u32::from_be_bytes(bytes.try_into()?)))
        };
        let (length, lines, line, colours) = (number(0)?, number(5)?, number(12)?, number(19)?);
        Ok(Self { file, begin: length + colours * 12, line, lines })
    }

    fn look(&self) -> Result<Picture, Trouble> {
        let width = usize::try_from(self.line)?;
        let mut picture = Vec::with_capacity(width * usize::try_from(self.lines / EVERY)?);
        let mut line = vec![0; width];
        for n in (0..self.lines).step_by(usize::try_from(EVERY)?) {
            self.file.read_exact_at(&mut line, self.begin + n * self.line)?;
            picture.extend_from_slice(&line);
        }
        Ok(picture)
    }

    /// How long after `started` the last picture stood for the first time.
    pub(crate) fn painted(&self, started: Instant, program: &mut Child) -> Result<Duration, Trouble> {
        let mut seen: Vec<(Duration, Picture)> = vec![(Duration::ZERO, self.look()?)];
        let mut changed = Instant::now();
        while changed.elapsed() < STILL || seen.len() < 2 {
            if let Some(status) = program.try_wait()? {
                return Err(format!("the program ended with {status} before it had painted").into());
            }
            if started.elapsed() > PATIENCE {
                return Err("the window does not come to rest".into());
            }
            std::thread::sleep(PAUSE);
            let (at, picture) = (started.elapsed(), self.look()?);
            if seen.last().is_none_or(|(_, last)| *last != picture) {
                changed = Instant::now();
                seen.push((at, picture));
            }
        }
        first_whole(&seen).ok_or_else(|| "nothing was painted".into())
    }
}

/// When nearly all of the last picture's ink stood, and stayed. Ink is what differs from the picture's commonest colour:
/// blank pages in the right colour are no picture.
fn first_whole(seen: &[(Duration, Picture)]) -> Option<Duration> {
    let (_, last) = seen.last()?;
    let paper = commonest(last)?;
    let ink: Vec<usize> =
        last.chunks_exact(4).enumerate().filter(|(_, pixel)| *pixel != paper).map(|(n, _)| n * 4).collect();
    let stands = |picture: &Picture| {
        let same = ink.iter().filter(|at| picture.get(**at..**at + 4) == last.get(**at..**at + 4)).count();
        u64::try_from(same).unwrap_or(0) * 1_000 >= u64::try_from(ink.len()).unwrap_or(u64::MAX) * PAINTED
    };
    let from =
        seen.iter().rposition(|(_, picture)| !stands(picture)).map_or(0, |last_without| last_without + 1);
    seen.get(from).map(|(at, _)| *at)
}

fn commonest(picture: &[u8]) -> Option<&[u8]> {
    let mut counts: std::collections::HashMap<&[u8], usize> = std::collections::HashMap::new();
    for pixel in picture.chunks_exact(4) {
        *counts.entry(pixel).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, n)| *n).map(|(pixel, _)| pixel)
}

#[cfg(test)]
mod tests {
    use super::{Screen, first_whole};
    use std::io::Write;
    use std::time::Duration;

    fn picture(letters: &[u8]) -> Vec<u8> {
        // Letters on a white page four times as large.
        let paper = std::iter::repeat_n(255_u8, 4 * 4_000);
        letters.iter().flat_map(|it| [*it; 4]).chain(paper).collect()
    }

    #[test]
    fn painted_is_when_the_ink_stands_for_good() {
        let at = Duration::from_millis;
        let text: Vec<u8> = (0..1_000).map(|n: u32| u8::try_from(n % 200).unwrap()).collect();
        let mut half = text.clone();
        half[..500].fill(255);
        let mut caret = text.clone();
        caret[7] = 250;
        let seen = [
            (at(0), picture(&vec![0; 1_000])),
            (at(10), picture(&text)),
            (at(20), picture(&half)),
            (at(30), picture(&caret)),
            (at(40), picture(&text)),
        ];
        assert_eq!(first_whole(&seen), Some(at(30)));
        assert_eq!(first_whole(&[]), None);
    }

    #[test]
    fn the_screens_file_is_read() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let mut head = [0_u32; 25];
        (head[0], head[5], head[12], head[19]) = (100, 8, 16, 1);
        for number in head {
            file.write_all(&number.to_be_bytes()).unwrap();
        }
        file.write_all(&[9; 12]).unwrap();
        file.write_all(&(0..8).flat_map(|line| [line; 16]).collect::<Vec<u8>>()).unwrap();
        let screen = Screen::read(file.path()).unwrap();
        assert_eq!(screen.look().unwrap(), [[0_u8; 16], [4; 16]].concat());
    }
}
