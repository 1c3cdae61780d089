//! What Linux says of a host's processes. Elsewhere there is no `/proc`, and nothing is known.

use std::{fs, path::Path, time::Duration};

/// The machine, as Linux names it: processor, how many of them, memory in gigabytes, and what of it is set aside as huge pages,
/// which Postgres takes for its buffers by itself.
pub fn machine() -> Option<String> {
    let field = |file: &str, name: &str| {
        let text = fs::read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processor = field("/proc/cpuinfo", "model name")?;
    let gigabytes = |name: &str| {
        let kibibytes: f64 = field("/proc/meminfo", name)?
            .strip_suffix(" kB")?
            .parse()
            .ok()?;
        Some(kibibytes * 1024.0 / 1e9)
    };
    let memory = gigabytes("MemTotal")?;
    let processors = std::thread::available_parallelism().ok()?;
    let huge_pages = gigabytes("Hugetlb").filter(|set_aside| *set_aside > 0.0);
    let huge_pages = huge_pages.map_or_else(String::new, |set_aside| {
        format!(", {set_aside:.1} GB of huge pages")
    });
    Some(format!(
        "{processor}, {processors} processors, {memory:.0} GB{huge_pages}"
    ))
}

/// Memory in RAM of every process in a group, in bytes. What two of them share counts twice.
pub fn resident_bytes(group: u32) -> Option<u64> {
    sum(group, |folder, _| {
        let status = fs::read_to_string(folder.join("status")).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.parse().ok()
    })
    .map(|kibibytes| kibibytes * 1024)
}

/// Processor time that every process in a group has taken, in its own code and in the kernel's.
pub fn processor_time(group: u32) -> Option<Duration> {
    // SAFETY: sysconf has no preconditions.
    let ticks_per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    let ticks = sum(group, |_, stat| {
        Some(stat.get(11)?.parse::<u64>().ok()? + stat.get(12)?.parse::<u64>().ok()?)
    })?;
    Some(Duration::from_secs_f64(
        ticks as f64 / ticks_per_second as f64,
    ))
}

/// Adds up a number of every process in a group, from its folder and the fields of its `stat` after the command's name
/// (proc_pid_stat(5): the third field, state, is the first here). None where there is no such process.
fn sum(group: u32, number: impl Fn(&Path, &[&str]) -> Option<u64>) -> Option<u64> {
    let numbers = fs::read_dir("/proc").ok()?.flatten().filter_map(|process| {
        let stat = fs::read_to_string(process.path().join("stat")).ok()?;
        // The name stands in brackets and may hold anything.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        (fields.get(2)?.parse() == Ok(group)).then(|| number(&process.path(), &fields))?
    });
    numbers.reduce(|sum, number| sum + number)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_memory_and_a_group_that_does_not_exist_has_none() {
        let own = nix::unistd::getpgrp().as_raw().cast_unsigned();
        assert!(resident_bytes(own).is_some_and(|bytes| bytes > 1_000_000));
        assert!(processor_time(own).is_some());
        assert_eq!(resident_bytes(u32::MAX), None);
    }
}
