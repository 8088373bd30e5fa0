//! Counting tests: the output of a test runner comes in, how many passed goes out.

use std::fmt;

/// How many tests passed, failed and were left out.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Score {
    /// Tests that passed.
    pub passed: usize,
    /// Those of them that opened a page from disk.
    pub from_disk: usize,
    /// Tests that failed.
    pub failed: usize,
    /// Tests that were ignored or skipped, with the reason in the output.
    pub skipped: usize,
    /// Which cases were skipped and why, a line each.
    pub reasons: Vec<String>,
    /// Whether the runner itself ended in failure.
    pub broken: bool,
}

impl Score {
    /// Adds up every `test result:` line of an output, and keeps the `skipped` ones.
    pub fn read(output: &str, success: bool) -> Self {
        let mut score = Self {
            broken: !success,
            ..Self::default()
        };
        let skipped = output.lines().filter(|line| line.starts_with("skipped "));
        score.reasons.extend(skipped.map(str::to_owned));
        for line in output
            .lines()
            .filter_map(|line| line.trim().strip_prefix("test result:"))
        {
            // Such as ` ok. 3 passed; 0 failed; 1 ignored; 0 measured; …`.
            for part in line.split([';', '.']) {
                let mut words = part.split_whitespace();
                let number = words
                    .next()
                    .and_then(|word| word.parse::<usize>().ok())
                    .unwrap_or(0);
                match words.next() {
                    Some("passed") => score.passed += number,
                    Some("from-disk") => score.from_disk += number,
                    Some("failed") => score.failed += number,
                    Some("ignored" | "skipped") => score.skipped += number,
                    _ => {}
                }
            }
        }
        score
    }

    /// Tells whether tests ran and none failed.
    pub fn is_success(&self) -> bool {
        !self.broken && self.failed == 0 && self.passed > 0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed", self.passed)?;
        if self.from_disk > 0 {
            write!(f, " ({} from disk)", self.from_disk)?;
        }
        if self.failed > 0 {
            write!(f, ", {} FAILED", self.failed)?;
        }
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        if self.passed + self.failed == 0 {
            write!(f, " (FAILED: no test ran)")
        } else if self.broken && self.failed == 0 {
            write!(f, " (FAILED: the run broke off)")
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Score;

    #[test]
    fn several_results_add_up() {
        let output = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.50s\n\
            test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 filtered out\n\
            ok webkit it-opens (0.3 s)\nskipped webkit it-prints: no paper\n\
            test result: ok. 4 passed; 3 from-disk; 0 failed; 2 skipped; in webkit, 12 s\n";
        let expected = Score {
            passed: 8,
            from_disk: 3,
            failed: 2,
            skipped: 3,
            reasons: vec!["skipped webkit it-prints: no paper".to_owned()],
            broken: false,
        };
        assert_eq!(Score::read(output, true), expected);
    }

    #[test]
    fn nothing_run_is_no_success() {
        assert!(!Score::read("no tests to run!", true).is_success());
        assert!(!Score::read("test result: ok. 1 passed; 0 failed", false).is_success());
        assert!(Score::read("test result: ok. 1 passed; 0 failed", true).is_success());
    }
}
