//! Points in time as they are kept: whole seconds, and dates of the calendar. Knows no time zone but UTC.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// A point in time, in seconds since the start of 1970, UTC. Written it is a date and a time of day.
///
/// ```
/// use yuejuan::moment::Moment;
/// assert_eq!(Moment::of_date("2024-02-29").unwrap().to_string(), "2024-02-29T00:00:00Z");
/// assert_eq!(Moment::of_date("2023-02-29"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

const SECONDS_OF_DAY: i64 = 24 * 60 * 60;
/// Days of 400 years, after which the calendar repeats itself.
const DAYS_OF_ERA: i64 = 146_097;
/// Days from the first of March of the year 0 to the start of 1970.
const DAYS_BEFORE_1970: i64 = 719_468;

// === impl Moment ===

impl Moment {
    /// The start of 1970, UTC.
    pub const EPOCH: Self = Self(0);

    /// Now, by the clock of the system.
    #[must_use]
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }

    /// That of so many seconds since the start of 1970, UTC.
    #[must_use]
    pub fn of_unix_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// The start of a day that is written as `2026-12-31`; nothing where there is no such day.
    #[must_use]
    pub fn of_date(date: &str) -> Option<Self> {
        let mut parts = date.splitn(3, '-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|c| c.is_ascii_digit()))?;
            part.parse::<i64>().ok()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        // Years begin in March here, so that the leap day is their last.
        let (march_year, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let (era, of_era) = (march_year.div_euclid(400), march_year.rem_euclid(400));
        let of_year = (153 * months + 2) / 5 + day - 1;
        let days = era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_BEFORE_1970;
        let moment = Self(days * SECONDS_OF_DAY);
        (moment.date() == date).then_some(moment)
    }

    /// Seconds since the start of 1970, UTC.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0
    }

    /// So many seconds later, or earlier where they are below 0.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// The day after.
    #[must_use]
    pub fn next_day(self) -> Self {
        self.plus_seconds(SECONDS_OF_DAY)
    }

    /// Its date as `2026-12-31`.
    #[must_use]
    pub fn date(self) -> String {
        let days = self.0.div_euclid(SECONDS_OF_DAY) + DAYS_BEFORE_1970;
        let (era, of_era) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
        let year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let months = (5 * of_year + 2) / 153;
        let day = of_year - (153 * months + 2) / 5 + 1;
        let (month, carry) = if months < 10 { (months + 3, 0) } else { (months - 9, 1) };
        format!("{:04}-{month:02}-{day:02}", year + era * 400 + carry)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.rem_euclid(SECONDS_OF_DAY);
        write!(f, "{}T{:02}:{:02}:{:02}Z", self.date(), second / 3600, second / 60 % 60, second % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn dates_are_days_of_the_calendar() {
        let check = |date: &str, days: Option<i64>| {
            let moment = Moment::of_date(date);
            assert_eq!(moment, days.map(|days| Moment::of_unix_seconds(days * 86_400)), "{date}");
            if let Some(moment) = moment {
                assert_eq!(moment.date(), date);
            }
        };
        check("1970-01-01", Some(0));
        check("1969-12-31", Some(-1));
        check("2000-02-29", Some(11_016));
        check("2000-03-01", Some(11_017));
        check("2026-12-31", Some(20_818));
        check("1900-02-29", None);
        for wrong in ["", "2026", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-3", "26-04-03", "2026-04-03x"] {
            check(wrong, None);
        }
        // Each day follows the one before, over all kinds of years.
        let mut day = Moment::of_date("1999-01-01").unwrap();
        while day < Moment::of_date("2105-01-01").unwrap() {
            assert_eq!(Moment::of_date(&day.date()), Some(day));
            day = day.next_day();
        }
    }
}
