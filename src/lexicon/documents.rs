//! The words by which the parts of an official document are known. Knows nothing of where they stand in one.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::sections;

/// What the lexicon knows of the parts of a document. All words are in the form of the folded view.
#[derive(Debug, Default)]
pub struct DocumentWords {
    /// Begin a closing.
    pub closings: Vec<&'static str>,
    /// End an addressee.
    pub addressees: Vec<&'static str>,
    /// Begin an addressee.
    pub addressee_openings: Vec<&'static str>,
    /// Greetings that stand alone.
    pub greetings: Vec<&'static str>,
    /// End a line that leads into what follows.
    pub leads: Vec<&'static str>,
    /// End the name of a body that signs.
    pub organs: Vec<&'static str>,
    /// End as an organ does and are none.
    pub not_organs: Vec<&'static str>,
    /// Begin a slogan or heading.
    pub slogans: Vec<&'static str>,
    /// Stand before the name of whoever signs, with a colon after.
    pub signers: Vec<&'static str>,
    /// Begin the name of whoever signs without a name.
    pub signer_openings: Vec<&'static str>,
    /// Begin a line about the document.
    pub notes: Vec<&'static str>,
    /// Titles of persons, before their name.
    pub signer_titles: Vec<&'static str>,
    /// Compound surnames.
    pub compound_surnames: Vec<&'static str>,
    /// Surnames of one character.
    pub surnames: HashSet<char, FixedState>,
}

static DOCUMENT_WORDS: LazyLock<DocumentWords> = LazyLock::new(DocumentWords::load);

/// The words of documents, read at the first call.
pub fn document_words() -> &'static DocumentWords {
    &DOCUMENT_WORDS
}

// === impl DocumentWords ===

impl DocumentWords {
    fn load() -> Self {
        let mut words = Self::default();
        for (section, word) in sections(include_str!("../../lexicon/documents.txt")) {
            let list = match section {
                "closing" => &mut words.closings,
                "addressee" => &mut words.addressees,
                "addressee_opening" => &mut words.addressee_openings,
                "greeting" => &mut words.greetings,
                "lead" => &mut words.leads,
                "organ" => &mut words.organs,
                "not_organ" => &mut words.not_organs,
                "slogan" => &mut words.slogans,
                "signer" => &mut words.signers,
                "signer_opening" => &mut words.signer_openings,
                "note" => &mut words.notes,
                "signer_title" => &mut words.signer_titles,
                _ if word.chars().count() == COMPOUND_SURNAME_CHARS => &mut words.compound_surnames,
                _ => {
                    words.surnames.extend(word.chars());
                    continue;
                }
            };
            list.push(word);
        }
        words
    }
}

/// Characters of a compound surname; those of one character are written in a row.
const COMPOUND_SURNAME_CHARS: usize = 2;
