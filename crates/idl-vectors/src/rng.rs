//! SplitMix64: small, and the same everywhere.

pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// Random bits, with the ends of the range more often than chance has them.
    pub fn bits(&mut self) -> u128 {
        match self.below(6) {
            0 => 0,
            1 => u128::MAX,
            2 => 1 << self.below(128),
            _ => (u128::from(self.next()) << 64) | u128::from(self.next()),
        }
    }

    pub fn text(&mut self) -> String {
        const CHARS: [char; 8] = ['a', 'Z', '0', ' ', 'é', 'ß', '漢', '🚀'];
        let length = self.below(9);
        (0..length)
            .map(|_| CHARS[self.below(CHARS.len())])
            .collect()
    }

    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
