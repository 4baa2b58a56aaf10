//! Colours and number formats of the workbook.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Every format that a cell may have.
#[derive(Debug, Clone)]
pub(super) struct Styles {
    pub head: Format,
    pub text: Format,
    pub wrapped: Format,
    pub number: Format,
    /// A number that stands for a range: 约28.
    pub about: Format,
    pub wrong: Format,
    pub percent: Format,
    pub figure: Format,
    pub review: Format,
    pub review_note: Format,
}

/// What is said in full.
pub(super) const FULL: (u32, u32) = (0x00D8_F1E2, 0x0014_6C3F);
/// What is said in part.
pub(super) const PARTIAL: (u32, u32) = (0x00FC_EFC9, 0x007A_5200);
/// What is not said.
pub(super) const MISSED: (u32, u32) = (0x00FB_DCD9, 0x009B_1F18);

/// The fill and ink of a verdict, for a conditional format.
pub(super) fn tone((fill, ink): (u32, u32)) -> Format {
    Format::new().set_background_color(Color::RGB(fill)).set_font_color(Color::RGB(ink))
}

// === impl Styles ===

impl Styles {
    pub(super) fn new(about: &str) -> Self {
        let line = Color::RGB(0x00DF_E3E8);
        let plain = Format::new().set_align(FormatAlign::Top).set_border(FormatBorder::Thin).set_border_color(line);
        let number = plain.clone().set_align(FormatAlign::Right);
        let review = number.clone().set_background_color(Color::RGB(0x00FF_F9DB));
        Self {
            head: plain
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E8_EEF5)),
            wrapped: plain.clone().set_text_wrap(),
            about: number.clone().set_num_format(format!("\"{about}\"General")),
            wrong: number.clone().set_font_color(Color::RGB(MISSED.1)).set_bold(),
            percent: number.clone().set_num_format("0%"),
            figure: number.clone().set_num_format("0.00"),
            review_note: review.clone().set_align(FormatAlign::Left).set_text_wrap(),
            review,
            number,
            text: plain,
        }
    }
}
