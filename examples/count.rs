//! Prints the length of the text on standard input in every mode: `cargo run --example count < answer.txt`.

use std::io::{self, Read};

use yuejuan::text::{Counts, Text};

fn main() -> io::Result<()> {
    let mut answer = String::new();
    io::stdin().read_to_string(&mut answer)?;
    let Counts { word, nonblank, grid, han } = *Text::new(&answer).counts();
    println!("word {word} nonblank {nonblank} grid {grid} han {han}");
    Ok(())
}
