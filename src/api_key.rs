//! API keys: what a key is, what it lets do, and the secret of which only a hash is kept. Knows neither files nor calls.

use std::fmt;
use std::num::NonZeroU32;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use crate::moment::Moment;
use crate::tenant::Tenant;

/// A key as it is kept: everything but its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// By which it is looked up and named; no secret.
    pub id: KeyId,
    /// To whom belongs what it makes and sees.
    pub tenant: Tenant,
    /// What it lets do.
    pub scopes: Scopes,
    /// How much it lets do.
    pub quota: Quota,
    /// When it was made.
    pub created: Moment,
    /// From when on it is not valid any more, where it was made so.
    pub expires: Option<Moment>,
    /// From when on it is not valid any more, where somebody revoked it.
    pub revoked: Option<Moment>,
    /// Hash of its secret.
    pub digest: Digest,
}

/// What is asked for when a key is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// To whom it belongs.
    pub tenant: Tenant,
    /// What it lets do.
    pub scopes: Scopes,
    /// How much it lets do.
    pub quota: Quota,
    /// From when on it is not valid any more; never where it is not given.
    pub expires: Option<Moment>,
}

/// How much a key lets do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quota {
    /// Calls a minute; without it, as many as come.
    pub calls_per_minute: Option<NonZeroU32>,
    /// Calls that are open at the same time, streams among them; without it, as many as come.
    pub calls_at_once: Option<NonZeroU32>,
}

/// What a key may be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Having answers marked, one by one and as classes, and reading what came of it.
    Grade,
    /// Reading and changing rubrics, with all that they keep for markers.
    Rubrics,
    /// Reading what was marked, and its reports.
    Review,
    /// All of the others.
    Admin,
}

/// What a key is for: at least one scope, each once, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

/// What a key is named by: 16 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyId(String);

/// SHA-256 of a secret. Secrets have 256 random bits, so that nothing slower or salted is needed.
#[derive(Clone, Copy)]
pub struct Digest([u8; 32]);

/// A key as its owner has it: the id and the secret. Never kept, never logged; only [`reveal`](Token::reveal) shows it.
#[derive(Clone)]
pub struct Token {
    id: KeyId,
    secret: [u8; 32],
}

/// Why a key is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// Its secret is another one.
    WrongSecret,
    /// Somebody revoked it.
    Revoked,
    /// Its time is over.
    Expired,
}

/// No random numbers can be had from the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random numbers; try again")]
pub struct NoRandomness;

/// What every token begins with, so that scanners of secrets know one.
const PREFIX: &str = "yuejuan_";
/// Bytes of an id: with some thousand keys, two alike are not to be expected.
const ID_BYTES: usize = 8;

// === impl ApiKey ===

impl ApiKey {
    /// Whether it is valid with this token at a moment.
    ///
    /// # Errors
    ///
    /// Why it is not. Only who has the secret is told that it was revoked or has expired.
    pub fn check(&self, token: &Token, now: Moment) -> Result<(), Invalid> {
        if self.digest != token.digest() {
            return Err(Invalid::WrongSecret);
        }
        if self.revoked.is_some_and(|revoked| revoked <= now) {
            return Err(Invalid::Revoked);
        }
        if self.expires.is_some_and(|expires| expires <= now) {
            return Err(Invalid::Expired);
        }
        Ok(())
    }
}

// === impl Scope ===

impl Scope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Grade, Self::Rubrics, Self::Review, Self::Admin];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Grade => "grade",
            Self::Rubrics => "rubrics",
            Self::Review => "review",
            Self::Admin => "admin",
        }
    }

    /// The scope of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

// === impl Scopes ===

impl Scopes {
    /// These scopes; nothing where there is none.
    #[must_use]
    pub fn new(mut scopes: Vec<Scope>) -> Option<Self> {
        scopes.sort_unstable();
        scopes.dedup();
        (!scopes.is_empty()).then_some(Self(scopes))
    }

    /// Those of names with spaces between, as [`Display`](fmt::Display) writes them.
    #[must_use]
    pub fn parse(names: &str) -> Option<Self> {
        Self::new(names.split(' ').map(Scope::of).collect::<Option<_>>()?)
    }

    /// Whether they hold one of these.
    #[must_use]
    pub fn allow(&self, any: &[Scope]) -> bool {
        self.0.iter().any(|scope| *scope == Scope::Admin || any.contains(scope))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|scope| scope.name()).collect();
        f.write_str(&names.join(" "))
    }
}

// === impl KeyId ===

impl KeyId {
    /// The id that a text is.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        unhexed::<ID_BYTES>(text).map(|_| Self(text.to_owned()))
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// === impl Digest ===

impl Digest {
    /// The hash of these bytes, where they are one.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// In constant time.
impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Digest {}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(…)")
    }
}

// === impl Token ===

impl Token {
    /// A new one.
    ///
    /// # Errors
    ///
    /// Where the system gives no random numbers.
    pub fn random() -> Result<Self, NoRandomness> {
        let (mut id, mut secret) = ([0; ID_BYTES], [0; 32]);
        getrandom::fill(&mut id).and_then(|()| getrandom::fill(&mut secret)).map_err(|_| NoRandomness)?;
        Ok(Self { id: KeyId(hexed(&id)), secret })
    }

    /// The token that a text is: `yuejuan_`, the id, `_`, and 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        Some(Self { id: KeyId::parse(id)?, secret: unhexed(secret)? })
    }

    /// Its id, which is no secret.
    #[must_use]
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The hash of its secret.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest(Sha256::digest(self.secret).into())
    }

    /// All of it, for its owner.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}_{}", self.id, hexed(&self.secret))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("id", &self.id).finish_non_exhaustive()
    }
}

fn hexed(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of so many digits, small letters only: one way to write each.
fn unhexed<const BYTES: usize>(text: &str) -> Option<[u8; BYTES]> {
    let digits: Vec<u8> = text
        .bytes()
        .map(|digit| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
    if rest.is_empty() { bytes.try_into().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{ApiKey, Invalid, Quota, Scope, Scopes, Token};
    use crate::moment::Moment;
    use crate::tenant::Tenant;

    #[test]
    fn a_token_is_read_as_it_is_written() {
        let token = Token::random().unwrap();
        let read = Token::parse(&token.reveal()).unwrap();
        assert_eq!((read.id(), read.digest()), (token.id(), token.digest()));
        assert_ne!(Token::random().unwrap().digest(), token.digest());
        let secret = token.reveal().rsplit('_').next().unwrap().to_owned();
        assert_eq!(secret.len(), 64);
        assert!(!format!("{token:?} {:?}", token.digest()).contains(&secret));
        let upper = token.reveal().to_uppercase();
        let short = token.reveal().replacen('y', "", 1);
        let long = format!("{}0", token.reveal());
        for wrong in ["", "yuejuan_", "yuejuan_0123_4567", &upper, &short, &long, "Bearer yuejuan_"] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_key_is_valid_until_its_time_is_over() {
        let token = Token::random().unwrap();
        let at = Moment::of_unix_seconds;
        let check = |revoked: Option<i64>, expires: Option<i64>, expected: Result<(), Invalid>| {
            let key = ApiKey {
                id: token.id().clone(),
                tenant: Tenant::default(),
                scopes: Scopes::new(vec![Scope::Grade]).unwrap(),
                quota: Quota::default(),
                created: at(0),
                expires: expires.map(at),
                revoked: revoked.map(at),
                digest: token.digest(),
            };
            assert_eq!(key.check(&token, at(100)), expected, "{revoked:?} {expires:?}");
            let stranger = Token::random().unwrap();
            assert_eq!(key.check(&stranger, at(100)), Err(Invalid::WrongSecret));
        };
        check(None, None, Ok(()));
        check(Some(101), Some(101), Ok(()));
        check(Some(100), None, Err(Invalid::Revoked));
        check(None, Some(100), Err(Invalid::Expired));
        check(Some(99), Some(99), Err(Invalid::Revoked));
    }

    #[test]
    fn scopes_allow_what_they_name_and_admin_allows_all() {
        let scopes = |names: &str| Scopes::parse(names);
        assert_eq!(scopes("review grade review").unwrap().to_string(), "grade review");
        assert_eq!((scopes(""), scopes("grade,review"), scopes("all")), (None, None, None));
        for (names, needed, allowed) in [
            ("grade", [Scope::Grade, Scope::Review].as_slice(), true),
            ("review", &[Scope::Grade, Scope::Review], true),
            ("rubrics", &[Scope::Grade, Scope::Review], false),
            ("admin", &[Scope::Grade], true),
            ("grade rubrics review", &[Scope::Admin], false),
            ("admin", &[], true),
            ("grade", &[], false),
        ] {
            assert_eq!(scopes(names).unwrap().allow(needed), allowed, "{names} {needed:?}");
        }
    }
}
