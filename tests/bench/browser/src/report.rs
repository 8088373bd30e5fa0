//! The report: rows of figures come in, Markdown tables with ratios, targets and verdicts go out.

use xtask::size::thousands;

use crate::stats::Sample;

/// What figures count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Milliseconds,
    Bytes,
    Megabytes,
    MegabytesASecond,
    Percent,
    Count,
}

impl Unit {
    fn shown(self, value: f64) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        match self {
            Self::Bytes => thousands(value.max(0.0) as usize),
            Self::Milliseconds if value == 0.0 => "0".to_owned(),
            Self::Milliseconds if value >= 100.0 => {
                format!("{} ms", thousands(value.round() as usize))
            }
            Self::Milliseconds if value >= 10.0 => format!("{value:.0} ms"),
            Self::Milliseconds if value >= 1.0 => format!("{value:.1} ms"),
            Self::Milliseconds => format!("{value:.3} ms"),
            Self::Megabytes => format!("{value:.2} MB"),
            Self::MegabytesASecond => format!("{value:.1} MB/s"),
            Self::Percent => format!("{value:.1} %"),
            Self::Count => format!("{value:.0}"),
        }
    }

    /// Whether more is better.
    fn grows(self) -> bool {
        matches!(self, Self::MegabytesASecond | Self::Percent)
    }
}

/// Who a figure belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Ours,
    Peer,
    Limit,
}

/// What one contender reached.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) side: Side,
    pub(crate) sample: Sample,
}

/// What Liseuse must reach.
#[derive(Debug, Clone)]
pub(crate) enum Goal {
    /// A figure that is at least as good.
    Value(f64),
    /// So many times the figure of this contender, at most (of what grows: at least).
    Of(&'static str, f64),
    /// So many times the limit.
    OfLimit(f64),
}

/// One thing that was measured.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) unit: Unit,
    pub(crate) figures: Vec<Figure>,
    pub(crate) goals: Vec<Goal>,
    /// Why a target is missed and what would close it; shown only then.
    pub(crate) why: &'static str,
}

/// What a row came to.
#[derive(Debug, Clone)]
pub(crate) enum Entry {
    Row(Row),
    /// What was not measured, and why.
    Missing(String, String),
    /// What is told besides.
    Note(String),
}

impl Row {
    fn best(&self, side: Side) -> Option<&Figure> {
        let figures = self.figures.iter().filter(|figure| figure.side == side);
        let sign = if self.unit.grows() { -1.0 } else { 1.0 };
        let worth = |figure: &Figure| sign * figure.sample.median();
        figures.min_by(|a, b| worth(a).total_cmp(&worth(b)))
    }

    /// The target in words, and whether it is met.
    fn judge(&self, ours: f64) -> (String, bool) {
        let bound = if self.unit.grows() { "≥" } else { "≤" };
        let mut words = Vec::new();
        let mut is_met = true;
        for goal in &self.goals {
            let (wanted, text) = match goal {
                Goal::Value(value) => (*value, format!("{bound} {}", self.unit.shown(*value))),
                Goal::Of(name, times) => {
                    let named = |figure: &&Figure| figure.name == *name;
                    let figure = self.figures.iter().find(named);
                    let value = figure.map_or(f64::NAN, |figure| figure.sample.median());
                    (value * times, format!("{bound} {times} × {name}"))
                }
                Goal::OfLimit(times) => {
                    let limit = self.best(Side::Limit);
                    let value = limit.map_or(f64::NAN, |figure| figure.sample.median());
                    (value * times, format!("{bound} {times} × the limit"))
                }
            };
            let is_own = if self.unit.grows() {
                ours >= wanted
            } else {
                ours <= wanted
            };
            is_met &= is_own;
            words.push(text);
        }
        (words.join("; "), is_met)
    }

    /// The line of the first table.
    fn line(&self) -> String {
        let shown = |figure: Option<&Figure>| match figure {
            Some(figure) => self.unit.shown(figure.sample.median()),
            None => String::new(),
        };
        let named = |figure: Option<&Figure>| {
            figure.map_or(String::new(), |figure| format!(" ({})", figure.name))
        };
        let ours = self.best(Side::Ours);
        let value = ours.map_or(f64::NAN, |figure| figure.sample.median());
        let ratio = |figure: Option<&Figure>| {
            let ratio = figure.map_or(f64::NAN, |figure| value / figure.sample.median());
            if ratio.is_finite() {
                format!("{ratio:.2} ×")
            } else {
                String::new()
            }
        };
        let (peer, limit) = (self.best(Side::Peer), self.best(Side::Limit));
        // Which of ours, where there are several.
        let sides = self
            .figures
            .iter()
            .filter(|figure| figure.side == Side::Ours);
        let own = named(ours.filter(|_| sides.count() > 1));
        let own = own.replace("**Liseuse**, ", "");
        let (target, is_met) = self.judge(value);
        let verdict = match (target.is_empty(), is_met) {
            _ if ours.is_none() => "not measured: its own line says why".to_owned(),
            (true, _) => String::new(),
            (false, true) => "met".to_owned(),
            (false, false) => format!("**missed**: {}", self.why),
        };
        format!(
            "| {} | {}{own} | {}{} | {} | {} | {} | {target} | {verdict} |\n",
            self.what,
            shown(ours),
            shown(peer),
            named(peer),
            ratio(peer),
            shown(limit),
            ratio(limit),
        )
    }

    /// Everything that was measured for it.
    fn table(&self) -> String {
        let mut out = format!(
            "\n**{}**\n\n| | median | quartiles | n |\n|---|--:|--:|--:|\n",
            self.what
        );
        for Figure { name, sample, .. } in &self.figures {
            let [low, middle, high] =
                [0.25, 0.5, 0.75].map(|share| self.unit.shown(sample.at(share)));
            let spread = if sample.len() > 1 {
                format!("{low} – {high}")
            } else {
                String::new()
            };
            out.push_str(&format!(
                "| {name} | {middle} | {spread} | {} |\n",
                sample.len()
            ));
        }
        out
    }
}

/// Writes everything that was measured.
pub(crate) fn write(entries: &[Entry], told: &str) -> String {
    let mut out = format!("# The bench\n\n{told}\n\n");
    out.push_str(
        "| what | Liseuse | best peer | ours ÷ peer | limit | ours ÷ limit | target | |\n",
    );
    out.push_str("|---|--:|--:|--:|--:|--:|---|---|\n");
    for entry in entries {
        match entry {
            Entry::Row(row) => out.push_str(&row.line()),
            Entry::Missing(what, why) => {
                out.push_str(&format!("| {what} | | | | | | | not measured: {why} |\n"));
            }
            Entry::Note(_) => {}
        }
    }
    for entry in entries {
        match entry {
            Entry::Row(row) => out.push_str(&row.table()),
            Entry::Missing(..) => {}
            Entry::Note(note) => out.push_str(&format!("\n{note}\n")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Entry, Figure, Goal, Row, Side, Unit, write};
    use crate::stats::Sample;

    fn row(ours: f64, goals: Vec<Goal>, unit: Unit) -> String {
        let figure = |name: &str, side, value| Figure {
            name: name.to_owned(),
            side,
            sample: Sample::one(value),
        };
        let figures = vec![
            figure("ours", Side::Ours, ours),
            figure("slow", Side::Peer, 400.0),
            figure("fast", Side::Peer, 200.0),
            figure("bare", Side::Limit, 100.0),
        ];
        let what = "it".to_owned();
        let row = Row {
            what,
            unit,
            figures,
            goals,
            why: "because",
        };
        write(&[Entry::Row(row)], "")
    }

    #[test]
    fn ratios_are_to_the_best_and_misses_say_why() {
        let goals = || vec![Goal::Of("slow", 0.5), Goal::OfLimit(1.5)];
        let met = row(150.0, goals(), Unit::Milliseconds);
        assert!(
            met.contains("| 200 ms (fast) | 0.75 × | 100 ms | 1.50 × |"),
            "{met}"
        );
        assert!(met.contains("| met |"), "{met}");
        let missed = row(151.0, goals(), Unit::Milliseconds);
        assert!(missed.contains("**missed**: because"), "{missed}");
    }

    #[test]
    fn of_what_grows_the_greatest_is_best() {
        let met = row(300.0, vec![Goal::Value(300.0)], Unit::MegabytesASecond);
        assert!(
            met.contains("(slow) | 0.75 ×") && met.contains("| met |"),
            "{met}"
        );
        let missed = row(299.0, vec![Goal::Value(300.0)], Unit::MegabytesASecond);
        assert!(missed.contains("**missed**"), "{missed}");
    }

    #[test]
    fn what_was_not_measured_is_neither_met_nor_missed() {
        let row = Row {
            what: "it".to_owned(),
            unit: Unit::Milliseconds,
            figures: vec![],
            goals: vec![Goal::Value(1.0)],
            why: "because",
        };
        let line = row.line();
        assert!(
            line.contains("not measured") && !line.contains("missed"),
            "{line}"
        );
    }

    #[test]
    fn a_goal_without_its_figure_is_not_met() {
        let missed = row(1.0, vec![Goal::Of("nobody", 9.0)], Unit::Milliseconds);
        assert!(missed.contains("**missed**"), "{missed}");
    }
}
