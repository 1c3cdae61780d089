//! Reads spin.toml (manifest version 2).
//!
//! Every key that Spin's schema knows is accepted, also where this host has no use for it; a key that Spin does not
//! know is an error, as it would be there. What this host cannot run (another trigger than HTTP, a source that is
//! not a local file, composed dependencies) is rejected here, so that nothing is silently left out later.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, de::IgnoredAny};

/// A checked spin.toml.
#[derive(Debug)]
pub struct Manifest {
    /// The folder of spin.toml: `source` and `files` are relative to it.
    pub folder: PathBuf,
    /// The application's name.
    pub name: String,
    /// Application variables by name.
    pub variables: BTreeMap<String, Variable>,
    /// HTTP triggers in the order of the file.
    pub triggers: Vec<HttpTrigger>,
    /// Components by id.
    pub components: BTreeMap<String, Component>,
}

/// One entry of `[variables]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// The value where no provider gives one.
    pub default: Option<String>,
    /// Whether a provider must give a value. Exactly one of `default` and `required` is set.
    #[serde(default)]
    pub required: bool,
    /// Whether the value must not be shown.
    #[serde(default)]
    pub secret: bool,
    #[serde(default, rename = "description")]
    _description: Option<IgnoredAny>,
}

/// One `[[trigger.http]]`.
#[derive(Debug, Clone)]
pub struct HttpTrigger {
    /// The route as written; `None` for a private endpoint, which no path reaches.
    pub route: Option<String>,
    /// The component that answers.
    pub component: String,
}

/// One `[component.<id>]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// The Wasm file, relative to spin.toml.
    #[serde(deserialize_with = "local_source")]
    pub source: PathBuf,
    /// Variables of the component: templates over the application's variables.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// Environment variables of the guest.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Files that the guest may read.
    #[serde(default)]
    pub files: Vec<FileMount>,
    /// Glob patterns, relative to spin.toml, of files to leave out of `files`.
    #[serde(default)]
    pub exclude_files: Vec<String>,
    /// `scheme://host:port` patterns, templates over the application's variables.
    #[serde(default)]
    pub allowed_outbound_hosts: Vec<String>,
    /// Labels of the key-value stores that the component may open.
    #[serde(default)]
    pub key_value_stores: Vec<String>,
    #[serde(default)]
    dependencies: BTreeMap<String, IgnoredAny>,
    #[serde(default)]
    sqlite_databases: Vec<String>,
    #[serde(default)]
    ai_models: Vec<String>,
    #[serde(default, rename = "description")]
    _description: Option<IgnoredAny>,
    #[serde(default, rename = "build")]
    _build: Option<IgnoredAny>,
    #[serde(default, rename = "tool")]
    _tool: Option<IgnoredAny>,
    #[serde(default, rename = "targets")]
    _targets: Option<IgnoredAny>,
    #[serde(default, rename = "profile")]
    _profile: Option<IgnoredAny>,
    #[serde(default, rename = "dependencies_inherit_configuration")]
    _dependencies_inherit_configuration: Option<IgnoredAny>,
}

/// One entry of `files`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum FileMount {
    /// A file, a folder or a glob pattern, relative to spin.toml; the guest sees it under the same path.
    Pattern(String),
    /// A folder or file, placed at an absolute path of the guest.
    Placement {
        /// The folder or file, relative to spin.toml.
        source: String,
        /// The path in the guest.
        destination: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    spin_manifest_version: toml::Value,
    application: Application,
    #[serde(default)]
    variables: BTreeMap<String, Variable>,
    #[serde(default)]
    trigger: BTreeMap<String, Vec<Trigger>>,
    #[serde(default)]
    component: BTreeMap<String, Component>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Application {
    name: String,
    #[serde(default, rename = "version")]
    _version: Option<IgnoredAny>,
    #[serde(default, rename = "description")]
    _description: Option<IgnoredAny>,
    #[serde(default, rename = "authors")]
    _authors: Option<IgnoredAny>,
    #[serde(default, rename = "targets")]
    _targets: Option<IgnoredAny>,
    #[serde(default, rename = "trigger")]
    _trigger: Option<IgnoredAny>,
    #[serde(default, rename = "tool")]
    _tool: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trigger {
    route: Route,
    component: Option<String>,
    executor: Option<Executor>,
    #[serde(rename = "static_response")]
    static_response: Option<IgnoredAny>,
    #[serde(default, rename = "id")]
    _id: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Route {
    Pattern(String),
    Private { private: bool },
}

#[derive(Deserialize)]
struct Executor {
    r#type: String,
}

impl Manifest {
    /// Reads and checks the file. `path` may name the folder that holds a spin.toml.
    pub fn read(path: &Path) -> Result<Self> {
        let path = if path.is_dir() {
            path.join("spin.toml")
        } else {
            path.to_owned()
        };
        let text = std::fs::read_to_string(&path).with_context(|| {
            format!(
                "cannot read {}; name the manifest with --from",
                path.display()
            )
        })?;
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        Self::parse(&text, folder.unwrap_or(Path::new(".")))
            .with_context(|| format!("in {}", path.display()))
    }

    /// Checks the text of a spin.toml that lies in `folder`.
    pub fn parse(text: &str, folder: &Path) -> Result<Self> {
        // Trigger kinds are looked at first: the fields of another kind would only give a puzzling message.
        let table: toml::Table = toml::from_str(text)?;
        if let Some(triggers) = table.get("trigger").and_then(toml::Value::as_table)
            && let Some(kind) = triggers.keys().find(|kind| *kind != "http")
        {
            bail!("this host runs HTTP triggers only: [[trigger.{kind}]] needs Spin itself");
        }
        let file: File = toml::from_str(text)?;
        ensure!(
            file.spin_manifest_version.as_integer() == Some(2),
            "spin_manifest_version must be 2, as Spin 2 and later write it"
        );
        for (name, variable) in &file.variables {
            ensure!(
                variable.required != variable.default.is_some(),
                "variable {name:?} needs either `default` or `required = true`"
            );
        }
        for (id, component) in &file.component {
            ensure!(
                component.dependencies.is_empty(),
                "component {id:?} has `dependencies`: this host does not compose components, use Spin"
            );
            ensure!(
                component.sqlite_databases.is_empty() && component.ai_models.is_empty(),
                "component {id:?} asks for `sqlite_databases` or `ai_models`: this host offers neither, use Spin"
            );
        }
        let triggers = file
            .trigger
            .into_values()
            .flatten()
            .map(|trigger| check_trigger(trigger, &file.component))
            .collect::<Result<_>>()?;
        Ok(Self {
            folder: folder.to_owned(),
            name: file.application.name,
            variables: file.variables,
            triggers,
            components: file.component,
        })
    }
}

fn check_trigger(
    trigger: Trigger,
    components: &BTreeMap<String, Component>,
) -> Result<HttpTrigger> {
    let route = match trigger.route {
        Route::Pattern(route) => Some(route),
        Route::Private { private: true } => None,
        Route::Private { private: false } => {
            bail!("a route is a path pattern or {{ private = true }}")
        }
    };
    let place = route.as_deref().unwrap_or("private route").to_owned();
    ensure!(
        trigger.static_response.is_none(),
        "{place}: `static_response` is not supported by this host, use Spin"
    );
    if let Some(executor) = trigger.executor {
        ensure!(
            executor.r#type == "http" || executor.r#type == "spin",
            "{place}: executor {:?} is not supported by this host, use Spin",
            executor.r#type
        );
    }
    let component = trigger
        .component
        .with_context(|| format!("{place}: the trigger names no `component`"))?;
    ensure!(
        components.contains_key(&component),
        "{place}: there is no [component.{component}]"
    );
    Ok(HttpTrigger { route, component })
}

fn local_source<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    match toml::Value::deserialize(deserializer)? {
        toml::Value::String(path) => Ok(PathBuf::from(path)),
        _ => Err(serde::de::Error::custom(
            "`source` must be the path of a local file: this host downloads nothing, use Spin",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "spin_manifest_version = 2\n[application]\nname = \"desk\"\n";

    fn parse(rest: &str) -> Result<Manifest> {
        Manifest::parse(&format!("{HEAD}{rest}"), Path::new("."))
    }

    fn error(rest: &str) -> String {
        format!("{:#}", parse(rest).unwrap_err())
    }

    #[test]
    fn the_manifest_of_this_repository_is_accepted() {
        let manifest =
            Manifest::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spin.toml")).unwrap();
        assert_eq!(manifest.name, "parley");
        assert!(manifest.components.contains_key("list"));
    }

    #[test]
    fn keys_that_only_spin_uses_are_accepted() {
        let manifest = parse(
            "[[trigger.http]]\nroute = \"/...\"\ncomponent = \"a\"\nid = \"t\"\n\
             [component.a]\nsource = \"a.wasm\"\ndescription = \"d\"\n\
             [component.a.build]\ncommand = \"true\"\nwatch = [\"src\"]\n[component.a.tool.x]\ny = 1\n",
        )
        .unwrap();
        assert_eq!(manifest.triggers[0].component, "a");
    }

    #[test]
    fn a_misspelt_key_is_rejected() {
        let error = error("[component.a]\nsource = \"a.wasm\"\nalowed_outbound_hosts = []\n");
        assert!(error.contains("alowed_outbound_hosts"), "{error}");
    }

    #[test]
    fn a_trigger_of_another_kind_is_named() {
        let error = error(
            "[[trigger.redis]]\nchannel = \"c\"\ncomponent = \"a\"\n[component.a]\nsource = \"a.wasm\"\n",
        );
        assert!(error.contains("[[trigger.redis]]"), "{error}");
    }

    #[test]
    fn a_trigger_for_a_missing_component_is_rejected() {
        let error = error("[[trigger.http]]\nroute = \"/\"\ncomponent = \"ghost\"\n");
        assert!(error.contains("[component.ghost]"), "{error}");
    }

    #[test]
    fn a_variable_is_either_required_or_has_a_default() {
        assert!(parse("[variables]\na = { default = \"\" }\nb = { required = true }\n").is_ok());
        assert!(error("[variables]\na = {}\n").contains("\"a\""));
        assert!(error("[variables]\na = { required = true, default = \"x\" }\n").contains("\"a\""));
    }

    #[test]
    fn a_source_to_download_is_rejected() {
        let error =
            error("[component.a]\nsource = { url = \"https://x\", digest = \"sha256:0\" }\n");
        assert!(error.contains("local file"), "{error}");
    }
}
