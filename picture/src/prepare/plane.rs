//! A plane of points and what is done to a whole one: made smaller, smoothed, closed. Knows no paper.

/// Grey points, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) data: Vec<u8>,
}

impl Plane {
    pub(super) fn new(width: usize, height: usize, value: u8) -> Plane {
        Plane { width, height, data: vec![value; width * height] }
    }

    pub(super) fn at(&self, x: usize, y: usize) -> u8 {
        let inside = x < self.width;
        self.data.get(y * self.width + x).copied().filter(|_| inside).unwrap_or(255)
    }

    pub(super) fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.data.chunks_exact(self.width.max(1))
    }

    /// The point at a place between points, from its four neighbours; at the edge the nearest.
    pub(super) fn between(&self, x: f32, y: f32) -> f32 {
        let limit = |v: f32, most: usize| v.clamp(0.0, most.saturating_sub(1) as f32);
        let (x, y) = (limit(x, self.width), limit(y, self.height));
        let (left, top) = (x as usize, y as usize);
        let (right, low) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let at = |x, y| f32::from(self.at(x, y));
        let upper = at(left, top) * (1.0 - fx) + at(right, top) * fx;
        let lower = at(left, low) * (1.0 - fx) + at(right, low) * fx;
        upper * (1.0 - fy) + lower * fy
    }

    /// Each point the mean of `factor` times `factor`; what is left over at the far edges is dropped.
    pub(super) fn shrunk(width: usize, height: usize, data: &[u8], factor: usize) -> Plane {
        let factor = factor.clamp(1, width.min(height).max(1));
        if factor == 1 {
            return Plane { width, height, data: data.to_vec() };
        }
        let (new_width, new_height) = (width / factor, height / factor);
        let points = u32::try_from(factor * factor).unwrap_or(u32::MAX);
        let mut out = Vec::with_capacity(new_width * new_height);
        let mut sums = vec![0u32; new_width];
        for band in data.chunks_exact(width * factor).take(new_height) {
            sums.fill(0);
            for row in band.chunks_exact(width) {
                for (sum, group) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                    *sum += group.iter().map(|v| u32::from(*v)).sum::<u32>();
                }
            }
            out.extend(sums.iter().map(|sum| u8::try_from(sum / points).unwrap_or(255)));
        }
        Plane { width: new_width, height: new_height, data: out }
    }

    pub(super) fn smaller(&self, factor: usize) -> Plane {
        Plane::shrunk(self.width, self.height, &self.data, factor)
    }

    fn transposed(&self) -> Plane {
        let mut data = Vec::with_capacity(self.data.len());
        for x in 0..self.width {
            data.extend(self.rows().map(|row| row.get(x).copied().unwrap_or(255)));
        }
        Plane { width: self.height, height: self.width, data }
    }

    /// A quarter turn clockwise.
    pub(super) fn quarter(&self) -> Plane {
        let mut turned = self.transposed();
        let width = turned.width.max(1);
        turned.data.chunks_exact_mut(width).for_each(<[u8]>::reverse);
        turned
    }

    /// What is darker and smaller than the window vanishes: letters from paper.
    pub(super) fn closed(&self, radius: usize) -> Plane {
        self.windowed(radius, u8::max).windowed(radius, u8::min)
    }

    fn windowed(&self, radius: usize, pick: fn(u8, u8) -> u8) -> Plane {
        let mut once = self.clone();
        once.window_rows(radius, pick);
        let mut turned = once.transposed();
        turned.window_rows(radius, pick);
        turned.transposed()
    }

    /// The strongest of each window of a row, by van Herk's way: two running values, whatever the size.
    fn window_rows(&mut self, radius: usize, pick: fn(u8, u8) -> u8) {
        let size = 2 * radius + 1;
        let width = self.width.max(1);
        let (mut padded, mut ahead, mut behind) = (Vec::new(), Vec::new(), Vec::new());
        for row in self.data.chunks_exact_mut(width) {
            padded.clear();
            padded.extend(std::iter::repeat_n(row.first().copied().unwrap_or(0), radius));
            padded.extend_from_slice(row);
            let more = (size - padded.len() % size) % size + size;
            padded.extend(std::iter::repeat_n(row.last().copied().unwrap_or(0), radius + more));
            let whole = padded.len() / size * size;
            padded.truncate(whole);
            ahead.clear();
            behind.clear();
            behind.resize(whole, 0);
            for (block, back) in padded.chunks_exact(size).zip(behind.chunks_exact_mut(size)) {
                ahead.extend(block.iter().scan(None, |kept: &mut Option<u8>, v| {
                    let now = kept.map_or(*v, |k| pick(k, *v));
                    *kept = Some(now);
                    Some(now)
                }));
                let mut kept = None;
                for (v, out) in block.iter().rev().zip(back.iter_mut().rev()) {
                    let now = kept.map_or(*v, |k| pick(k, *v));
                    kept = Some(now);
                    *out = now;
                }
            }
            for ((out, first), last) in row.iter_mut().zip(&behind).zip(ahead.iter().skip(size - 1))
            {
                *out = pick(*first, *last);
            }
        }
    }

    /// The mean of each window.
    pub(super) fn smoothed(&self, radius: usize) -> Plane {
        let mut once = self.clone();
        once.smooth_rows(radius);
        let mut turned = once.transposed();
        turned.smooth_rows(radius);
        turned.transposed()
    }

    fn smooth_rows(&mut self, radius: usize) {
        let size = u32::try_from(2 * radius + 1).unwrap_or(1);
        let width = self.width.max(1);
        let mut padded: Vec<u8> = Vec::new();
        for row in self.data.chunks_exact_mut(width) {
            padded.clear();
            padded.extend(std::iter::repeat_n(row.first().copied().unwrap_or(0), radius + 1));
            padded.extend_from_slice(row);
            padded.extend(std::iter::repeat_n(row.last().copied().unwrap_or(0), radius));
            let ahead = padded.iter().skip(2 * radius + 1);
            let mut sum: u32 = padded.iter().take(2 * radius + 1).map(|v| u32::from(*v)).sum();
            for ((out, new), old) in row.iter_mut().zip(ahead).zip(&padded) {
                sum = sum + u32::from(*new) - u32::from(*old);
                *out = u8::try_from((sum + size / 2) / size).unwrap_or(255);
            }
        }
    }

    /// The value below which this share of the points lies.
    pub(super) fn share(&self, share: f32) -> u8 {
        percentile(self.data.iter().copied(), share)
    }
}

/// The value below which this share of all lies; 0 for nothing.
pub(super) fn percentile(values: impl Iterator<Item = u8>, share: f32) -> u8 {
    let mut counts = [0usize; 256];
    let mut all = 0usize;
    for value in values {
        all += 1;
        if let Some(count) = counts.get_mut(usize::from(value)) {
            *count += 1;
        }
    }
    let wanted = (all as f32 * share) as usize;
    let mut seen = 0;
    let found = counts.iter().position(|count| {
        seen += count;
        seen > wanted
    });
    found.and_then(|value| u8::try_from(value).ok()).unwrap_or(0)
}
