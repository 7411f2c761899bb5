//! Pictures of lying bars, small enough to be read as text in a review. No numbers with fractions: a picture's points
//! are whole, and the scale by powers of ten is straight between the powers of two, evenly for bars and grid alike.

use std::fmt::Write as _;

use crate::outcome::{Chart, Line, Measure};
use crate::samples::{bytes, count, time};

const WIDTH: u64 = 860;
const LABELS: u64 = 300;
const FIGURES: u64 = 150;
const ROW: u64 = 24;
const HEAD: u64 = 64;

/// The picture. Its colours are readable on white and on black, and follow what the reader prefers.
pub(crate) fn draw(chart: &Chart) -> String {
    let rows = u64::try_from(chart.lines.len()).unwrap_or(0);
    let height = HEAD + rows * ROW + 16;
    let scale = Scale::of(chart);
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t">
<title id="t">{title}</title>
<style>
text {{ font: 13px system-ui, sans-serif; fill: #24292f; }}
.head {{ font-weight: 600; font-size: 15px; }}
.small {{ font-size: 11px; fill: #57606a; }}
.ours {{ fill: #0969da; }} .rival {{ fill: #8c959f; }}
.far {{ stroke: #57606a; stroke-width: 2; }}
.grid {{ stroke: #d0d7de; }} .limit {{ stroke: #cf222e; stroke-width: 2; stroke-dasharray: 5 3; }}
@media (prefers-color-scheme: dark) {{
  text {{ fill: #e6edf3; }} .small {{ fill: #9198a1; }}
  .ours {{ fill: #4493f8; }} .rival {{ fill: #656c76; }}
  .far {{ stroke: #b1bac4; }} .grid {{ stroke: #3d444d; }} .limit {{ stroke: #f85149; }}
}}
</style>
<text class="head" x="8" y="22">{title}</text>
"##,
        title = escaped(&chart.title),
    );
    for (at, label) in scale.grid() {
        // Only strings are written to: that cannot fail.
        let _written = writeln!(
            svg,
            r#"<line class="grid" x1="{at}" x2="{at}" y1="{}" y2="{}"/><text class="small" x="{at}" y="{}" text-anchor="middle">{label}</text>"#,
            HEAD - 10,
            height - 12,
            HEAD - 16,
        );
    }
    for (line, n) in chart.lines.iter().zip(0_u64..) {
        svg.push_str(&bar(line, HEAD + n * ROW, &scale));
    }
    if let Some(limit) = chart.limit {
        let at = scale.x(limit);
        let _written = writeln!(
            svg,
            r#"<line class="limit" x1="{at}" x2="{at}" y1="{}" y2="{}"/>"#,
            HEAD - 10,
            height - 12
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn bar(line: &Line, y: u64, scale: &Scale) -> String {
    let to = scale.x(line.value);
    let class = if line.rival { "rival" } else { "ours" };
    let far = line.far.map(|far| scale.x(far)).filter(|far| *far > to);
    let thin = far.map_or_else(String::new, |far| {
        format!(r#"<line class="far" x1="{to}" x2="{far}" y1="{0}" y2="{0}"/>"#, y + ROW / 2)
    });
    let figure = match line.far {
        Some(far) => format!("{} / {}", scale.told(line.value), scale.told(far)),
        None => scale.told(line.value),
    };
    format!(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect class=\"{class}\" x=\"{LABELS}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\"/>{thin}<text class=\"small\" x=\"{}\" y=\"{}\">{}</text>\n",
        LABELS - 10,
        y + 16,
        escaped(&line.label),
        y + 5,
        to.saturating_sub(LABELS).max(1),
        ROW - 10,
        far.unwrap_or(to) + 8,
        y + 16,
        escaped(&figure),
    )
}

/// Where a value lies.
struct Scale {
    measure: Measure,
    least: u64,
    most: u64,
}

impl Scale {
    fn of(chart: &Chart) -> Self {
        let values = chart.lines.iter().flat_map(|line| [Some(line.value), line.far]).chain([chart.limit]);
        let values: Vec<u64> = values.flatten().filter(|value| *value > 0).collect();
        let (least, most) = (values.iter().min().copied(), values.iter().max().copied());
        let most = most.unwrap_or(1).max(1);
        let least = match chart.measure {
            // The power of ten below the shortest bar, so that this one has a length too.
            Measure::Time => power_below(least.unwrap_or(1)),
            Measure::EvenTime | Measure::Bytes | Measure::Count => 0,
        };
        Self { measure: chart.measure, least, most }
    }

    fn x(&self, value: u64) -> u64 {
        let room = WIDTH - LABELS - FIGURES;
        let (part, whole) = match self.measure {
            Measure::Time => {
                (height(value).saturating_sub(height(self.least)), height(self.most) - height(self.least))
            }
            Measure::EvenTime | Measure::Bytes | Measure::Count => (value, self.most),
        };
        let along = u128::from(part.min(whole)) * u128::from(room) / u128::from(whole.max(1));
        LABELS + u64::try_from(along).unwrap_or(room)
    }

    fn told(&self, value: u64) -> String {
        match self.measure {
            Measure::Time | Measure::EvenTime => time(value),
            Measure::Bytes => bytes(value),
            Measure::Count => count(value),
        }
    }

    /// The grid's lines with what is written above them.
    fn grid(&self) -> Vec<(u64, String)> {
        let values: Vec<u64> = match self.measure {
            Measure::Time => {
                let powers = std::iter::successors(Some(self.least), |n| n.checked_mul(10));
                powers.take_while(|n| *n <= self.most).collect()
            }
            Measure::EvenTime | Measure::Bytes | Measure::Count => {
                let step = round_step(self.most / 4);
                (0..=4).map(|n| n * step).take_while(|n| *n <= self.most).collect()
            }
        };
        values.into_iter().map(|value| (self.x(value), self.plain(value))).collect()
    }

    /// A round figure without its zeros behind the point.
    fn plain(&self, value: u64) -> String {
        let told = self.told(value);
        match told.split_once(' ') {
            Some((figure, unit)) if figure.contains('.') => {
                format!("{} {unit}", figure.trim_end_matches('0').trim_end_matches('.'))
            }
            _ => told,
        }
    }
}

/// A thousand times the logarithm to the base of two, straight between powers.
fn height(value: u64) -> u64 {
    let value = value.max(1);
    let power = value.ilog2();
    let below = 1_u64 << power;
    let within = u128::from(value - below) * 1_000 / u128::from(below);
    u64::from(power) * 1_000 + u64::try_from(within).unwrap_or(0)
}

fn power_below(value: u64) -> u64 {
    10_u64.pow(value.max(1).ilog10())
}

/// The next of 1, 2, 5, 10, 20, 50 …
fn round_step(least: u64) -> u64 {
    let power = power_below(least.max(1));
    [1, 2, 5].into_iter().map(|n| n * power).find(|step| *step >= least).unwrap_or(power * 10)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{Scale, draw, height, power_below, round_step};
    use crate::outcome::{Chart, Line, Measure};

    fn chart(measure: Measure, values: &[(u64, Option<u64>)]) -> Chart {
        let lines =
            values.iter().map(|(value, far)| Line::new("a <b> & \"c\"", *value, *far, false)).collect();
        Chart { name: "x".to_owned(), title: "T & t".to_owned(), measure, lines, limit: Some(1_000) }
    }

    #[test]
    fn the_scale_rises_evenly_and_stays_inside() {
        let chart = chart(Measure::Time, &[(700, Some(1_000_000_000)), (60_000, None)]);
        let scale = Scale::of(&chart);
        let at: Vec<u64> = [100, 700, 1_000, 60_000, 1_000_000_000].map(|value| scale.x(value)).to_vec();
        assert!(at.is_sorted() && at[0] == 300 && at[4] == 710, "{at:?}");
        // A value beyond the longest bar does not leave the picture.
        assert_eq!(scale.x(u64::MAX), 710);
        // Ten times as much is equally far everywhere, within what straight lines between powers of two allow.
        let steps: Vec<u64> = (2..9).map(|n| scale.x(10_u64.pow(n + 1)) - scale.x(10_u64.pow(n))).collect();
        assert!(steps.iter().max().unwrap() - steps.iter().min().unwrap() <= 5, "{steps:?}");
        assert_eq!((height(1), height(2), height(3), height(4), height(0)), (0, 1_000, 1_500, 2_000, 0));
        assert_eq!([1, 3, 9, 21, 60].map(round_step), [1, 5, 10, 50, 100]);
        assert_eq!([0, 9, 10, 12_345].map(power_below), [1, 1, 10, 10_000]);
    }

    #[test]
    fn a_picture_is_whole_and_harmless() {
        for measure in [Measure::Time, Measure::EvenTime, Measure::Bytes, Measure::Count] {
            let svg = draw(&chart(measure, &[(500, Some(2_000)), (0, None)]));
            assert_eq!(svg.matches("<rect").count(), 2, "{svg}");
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n") && svg.contains("class=\"limit\""));
            assert!(
                svg.contains("a &lt;b&gt; &amp; &quot;c&quot;")
                    && !svg.contains("<b>")
                    && !svg.contains("script")
            );
            assert!(svg.contains("prefers-color-scheme: dark"));
        }
        let none = Chart { lines: Vec::new(), limit: None, ..chart(Measure::Count, &[]) };
        assert!(draw(&none).contains("</svg>"));
    }
}
