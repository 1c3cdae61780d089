//! The files of a component.
//!
//! As Spin does, they are copied at start-up into one folder per component, which the guest sees as `/`, read-only.
//! A copy lets several mounts share that one root, keeps guests away from everything beside them, and means that a
//! file changed on disk is seen after a restart only.

use std::{
    fs,
    path::{Component as PathPart, Path},
};

use anyhow::{Context, Result, bail, ensure};

use crate::manifest::{Component, FileMount};

/// Copies what `component` may read into `root`, which is created. `application` is the folder of spin.toml.
pub fn assemble(component: &Component, application: &Path, root: &Path) -> Result<()> {
    fs::create_dir_all(root).with_context(|| format!("cannot create {}", root.display()))?;
    let excluded: Vec<glob::Pattern> = component
        .exclude_files
        .iter()
        .map(|pattern| {
            glob::Pattern::new(pattern)
                .with_context(|| format!("exclude_files pattern {pattern:?}"))
        })
        .collect::<Result<_>>()?;
    let copy = Copy {
        application,
        excluded,
    };
    for mount in &component.files {
        match mount {
            FileMount::Placement {
                source,
                destination,
            } => {
                let inside = Path::new(destination).strip_prefix("/").with_context(|| {
                    format!("files destination {destination:?} must be absolute")
                })?;
                ensure!(
                    is_plain(inside),
                    "files destination {destination:?} must not contain `..`"
                );
                let from = application.join(source);
                ensure!(
                    from.exists(),
                    "files source {source:?} does not exist in {}: build it first, or take it out of spin.toml",
                    application.display()
                );
                if from.is_dir() {
                    copy.tree(&from, &root.join(inside))?;
                } else {
                    copy.file(&from, &root.join(inside))?;
                }
            }
            FileMount::Pattern(pattern) => copy.pattern(pattern, root)?,
        }
    }
    Ok(())
}

struct Copy<'a> {
    application: &'a Path,
    excluded: Vec<glob::Pattern>,
}

impl Copy<'_> {
    fn pattern(&self, pattern: &str, root: &Path) -> Result<()> {
        ensure!(
            is_plain(Path::new(pattern)),
            "files pattern {pattern:?} must stay below spin.toml"
        );
        let path = self.application.join(pattern);
        if path.is_dir() {
            return self.tree(&path, &root.join(pattern));
        }
        if path.is_file() {
            return self.file(&path, &root.join(pattern));
        }
        if glob::Pattern::escape(pattern) == pattern {
            bail!("files entry {pattern:?} does not exist and is no glob pattern");
        }
        let text = path
            .to_str()
            .with_context(|| format!("files pattern {pattern:?} is not UTF-8"))?;
        for found in glob::glob(text).with_context(|| format!("files pattern {pattern:?}"))? {
            let found = found?;
            if found.is_file() {
                self.file(&found, &root.join(found.strip_prefix(self.application)?))?;
            }
        }
        Ok(())
    }

    fn tree(&self, from: &Path, to: &Path) -> Result<()> {
        fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
        let entries =
            fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
        for entry in entries {
            let path = entry?.path();
            let target = to.join(path.file_name().context("a folder entry has a name")?);
            if path.is_dir() {
                self.tree(&path, &target)?;
            } else {
                self.file(&path, &target)?;
            }
        }
        Ok(())
    }

    fn file(&self, from: &Path, to: &Path) -> Result<()> {
        let relative = from.strip_prefix(self.application).unwrap_or(from);
        if self
            .excluded
            .iter()
            .any(|pattern| pattern.matches_path(relative))
        {
            return Ok(());
        }
        let folder = to.parent().context("a mounted file lies in a folder")?;
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        fs::copy(from, to)
            .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
        Ok(())
    }
}

fn is_plain(path: &Path) -> bool {
    path.components()
        .all(|part| matches!(part, PathPart::Normal(_) | PathPart::CurDir))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Manifest;

    /// Files below an application folder, assembled by the lines of a `[component.a]`; gives the paths that the
    /// guest sees.
    fn assembled(files: &[&str], lines: &str) -> Result<Vec<String>> {
        let folder = tempfile::tempdir()?;
        let application = folder.path().join("app");
        for file in files {
            let path = application.join(file);
            fs::create_dir_all(path.parent().unwrap())?;
            fs::write(path, file)?;
        }
        let text = format!(
            "spin_manifest_version = 2\n[application]\nname = \"a\"\n[component.a]\nsource = \"a.wasm\"\n{lines}"
        );
        let manifest = Manifest::parse(&text, &application)?;
        let root = folder.path().join("root");
        assemble(&manifest.components["a"], &application, &root)?;
        let mut seen: Vec<String> = glob::glob(root.join("**/*").to_str().unwrap())?
            .map(|path| path.unwrap())
            .filter(|path| path.is_file())
            .map(|path| path.strip_prefix(&root).unwrap().display().to_string())
            .collect();
        seen.sort();
        Ok(seen)
    }

    #[test]
    fn a_folder_is_placed_at_its_destination() {
        let seen = assembled(
            &["dist/index.html", "dist/assets/a.js", "other"],
            "files = [{ source = \"dist\", destination = \"/\" }]",
        );
        assert_eq!(seen.unwrap(), ["assets/a.js", "index.html"]);
    }

    #[test]
    fn patterns_and_plain_paths_keep_their_place() {
        let seen = assembled(
            &["a/x.txt", "a/y.md", "b/z.txt"],
            "files = [\"a/*.txt\", \"b\"]",
        );
        assert_eq!(seen.unwrap(), ["a/x.txt", "b/z.txt"]);
    }

    #[test]
    fn excluded_files_are_left_out() {
        let seen = assembled(
            &["a/x.txt", "a/y.map"],
            "files = [\"a\"]\nexclude_files = [\"**/*.map\"]",
        );
        assert_eq!(seen.unwrap(), ["a/x.txt"]);
    }

    #[test]
    fn a_missing_source_is_named() {
        let error = assembled(&[], "files = [{ source = \"dist\", destination = \"/\" }]")
            .unwrap_err()
            .to_string();
        assert!(error.contains("\"dist\""), "{error}");
    }

    #[test]
    fn nothing_outside_the_application_or_the_root_can_be_named() {
        assert!(assembled(&["x"], "files = [\"../x\"]").is_err());
        assert!(
            assembled(
                &["x"],
                "files = [{ source = \"x\", destination = \"/../x\" }]"
            )
            .is_err()
        );
        assert!(assembled(&["x"], "files = [{ source = \"x\", destination = \"y\" }]").is_err());
    }
}
