//! How large an order's own window is, and where it opens: wholly on the screen, and not exactly over the one before.

use tauri::{Runtime, WebviewWindow};

/// What a detail needs to be read with comfort, in points.
const WIDTH: u32 = 760;
const HEIGHT: u32 = 860;
/// What the desktop may need for bars and the window's frame.
const BESIDE: u32 = 64;
/// How far each window stands from the one before, and how many before it begins anew.
const STEP: u32 = 32;
const STEPS: u32 = 8;

/// A window's place, in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) width: u32,
    pub(super) height: u32,
    /// The left upper corner; without one the desktop chooses.
    pub(super) at: Option<(i32, i32)>,
}

/// A screen, in pixels.
#[derive(Debug, Clone, Copy)]
struct Screen {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
    /// Pixels to a point, in thousandths.
    scale: u32,
}

impl Room {
    /// Room on the screen of the main window, beside so many others.
    pub(super) fn of_monitor<R: Runtime>(main: Option<&WebviewWindow<R>>, others: usize) -> Self {
        let monitor = main.and_then(|window| window.current_monitor().ok().flatten());
        let screen = monitor.map(|monitor| {
            let (at, size) = (monitor.position(), monitor.size());
            #[expect(
                clippy::float_arithmetic,
                clippy::as_conversions,
                reason = "a screen's scale, no amount"
            )]
            let scale = (monitor.scale_factor().clamp(0.1, 10.0) * 1_000.0) as u32;
            Screen { x: at.x, y: at.y, width: size.width, height: size.height, scale }
        });
        screen.map_or(Self { width: WIDTH, height: HEIGHT, at: None }, |screen| Self::on(screen, others))
    }

    fn on(screen: Screen, others: usize) -> Self {
        let points = |pixels: u32| {
            let points = u64::from(pixels).saturating_mul(1_000) / u64::from(screen.scale.max(1));
            u32::try_from(points).unwrap_or(u32::MAX)
        };
        let (wide, high) = (points(screen.width), points(screen.height));
        let width = WIDTH.min(wide.saturating_sub(BESIDE));
        let height = HEIGHT.min(high.saturating_sub(BESIDE));
        let nth = u32::try_from(others).unwrap_or(u32::MAX) % STEPS;
        // From the right upper corner to the left and down: the main window's list stays in sight.
        let free = |room: u32, taken: u32| room.saturating_sub(taken).saturating_sub(STEP);
        let right = free(wide, width).saturating_sub(nth.saturating_mul(STEP));
        let down = STEP.saturating_mul(nth.saturating_add(1)).min(high.saturating_sub(height));
        let corner = |edge: i32, by: u32| {
            let edge = i64::from(edge).saturating_mul(1_000) / i64::from(screen.scale.max(1));
            i32::try_from(edge.saturating_add(i64::from(by))).unwrap_or(0)
        };
        Self { width, height, at: Some((corner(screen.x, right), corner(screen.y, down))) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Room, Screen};

    #[test]
    fn every_window_is_wholly_on_the_screen() {
        let screens = [
            Screen { x: 0, y: 0, width: 1_024, height: 700, scale: 1_000 },
            Screen { x: 1_920, y: -200, width: 3_840, height: 2_160, scale: 2_000 },
            Screen { x: 0, y: 0, width: 800, height: 600, scale: 1_000 },
        ];
        for screen in screens {
            for others in 0..20 {
                let room = Room::on(screen, others);
                let (x, y) = room.at.unwrap();
                let points = |pixels: i32| pixels * 1_000 / i32::try_from(screen.scale).unwrap();
                let [width, height] =
                    [screen.width, screen.height].map(|side| points(side.try_into().unwrap()));
                let [wide, high] = [room.width, room.height].map(|side| i32::try_from(side).unwrap());
                assert!(x >= points(screen.x) && x + wide <= points(screen.x) + width, "{screen:?} {room:?}");
                assert!(
                    y >= points(screen.y) && y + high <= points(screen.y) + height,
                    "{screen:?} {room:?}"
                );
            }
        }
    }

    #[test]
    fn two_windows_do_not_cover_each_other() {
        let screen = Screen { x: 0, y: 0, width: 1_920, height: 1_080, scale: 1_000 };
        assert_ne!(Room::on(screen, 0).at, Room::on(screen, 1).at);
        assert_eq!((Room::on(screen, 0).width, Room::on(screen, 0).height), (760, 860));
    }
}
