//! Application and component variables.
//!
//! Values come, as in Spin, from the providers of the runtime-config file in their order, then from the environment
//! (`SPIN_VARIABLE_<NAME>`), then from `default`. All are resolved once, at start-up: a missing one stops the host
//! before it serves, and a guest's call can fail only for a name that its component does not declare.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, bail};

use crate::{
    bindings::spin::variables::variables::{Error, Host, HostWithStore},
    guest::{Guest, GuestData},
    manifest::Manifest,
    template::Template,
};

/// The values of all application variables.
#[derive(Debug)]
pub struct Variables {
    values: HashMap<String, String>,
}

impl Variables {
    /// Resolves every variable that the manifest declares. `providers` are asked in order; `environment` is asked
    /// after them with the name of an environment variable.
    pub fn resolve(
        manifest: &Manifest,
        providers: &[BTreeMap<String, String>],
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self> {
        let mut values = HashMap::new();
        let mut missing = Vec::new();
        for (name, variable) in &manifest.variables {
            if !is_name(name) {
                bail!(
                    "variable {name:?}: names are lower-case letters, digits and single underscores"
                );
            }
            let environment_name = format!("SPIN_VARIABLE_{}", name.to_ascii_uppercase());
            let value = providers
                .iter()
                .find_map(|provider| provider.get(name).cloned())
                .or_else(|| environment(&environment_name))
                .or_else(|| variable.default.clone());
            match value {
                Some(value) => {
                    values.insert(name.clone(), value);
                }
                None => missing.push(environment_name),
            }
        }
        if !missing.is_empty() {
            bail!(
                "spin.toml requires variables that nothing gives a value: set {} in the environment",
                missing.join(", ")
            );
        }
        Ok(Self { values })
    }

    /// Expands a template over these variables.
    pub fn expand(&self, template: &Template) -> Result<String> {
        template.expand(|name| self.values.get(name).map(String::as_str))
    }

    /// The values of a component's own variables, from its templates.
    pub fn of_component(
        &self,
        templates: &BTreeMap<String, String>,
    ) -> Result<HashMap<String, String>> {
        templates
            .iter()
            .map(|(name, template)| {
                if !is_name(name) {
                    bail!("variable {name:?}: names are lower-case letters, digits and single underscores");
                }
                let value = Template::parse(template)
                    .and_then(|template| self.expand(&template))
                    .with_context(|| format!("variable {name:?}"))?;
                Ok((name.clone(), value))
            })
            .collect()
    }
}

/// Spin's rule for variable names: lower snake case, starting with a letter.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !name.ends_with('_')
        && !name.contains("__")
}

impl Host for Guest {
    fn convert_error(&mut self, error: Error) -> wasmtime::Result<Error> {
        Ok(error)
    }
}

impl<T: Send> HostWithStore<T> for GuestData {
    async fn get(
        accessor: &wasmtime::component::Accessor<T, Self>,
        name: String,
    ) -> Result<String, Error> {
        if !is_name(&name) {
            return Err(Error::InvalidName(name));
        }
        accessor.with(|mut access| {
            let component = &access.get().component;
            component.variables.get(&name).cloned().ok_or_else(|| {
                Error::Undefined(format!(
                    "no variable {name:?} in [component.{}.variables]",
                    component.id
                ))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn manifest(variables: &str) -> Manifest {
        let text = format!(
            "spin_manifest_version = 2\n[application]\nname = \"a\"\n[variables]\n{variables}"
        );
        Manifest::parse(&text, Path::new(".")).unwrap()
    }

    fn value(variables: &Variables, name: &str) -> String {
        variables
            .expand(&Template::parse(&format!("{{{{ {name} }}}}")).unwrap())
            .unwrap()
    }

    #[test]
    fn a_provider_wins_over_the_environment_and_that_over_the_default() {
        let manifest =
            manifest("a = { default = \"d\" }\nb = { default = \"d\" }\nc = { default = \"d\" }\n");
        let provider = BTreeMap::from([("a".to_owned(), "p".to_owned())]);
        let environment = |name: &str| match name {
            "SPIN_VARIABLE_A" | "SPIN_VARIABLE_B" => Some("e".to_owned()),
            _ => None,
        };
        let variables = Variables::resolve(&manifest, &[provider], environment).unwrap();
        assert_eq!(value(&variables, "a"), "p");
        assert_eq!(value(&variables, "b"), "e");
        assert_eq!(value(&variables, "c"), "d");
    }

    #[test]
    fn every_missing_variable_is_named_by_its_environment_variable() {
        let manifest = manifest("url = { required = true }\njwt_secret = { required = true }\n");
        let error = Variables::resolve(&manifest, &[], |_| None)
            .unwrap_err()
            .to_string();
        assert!(error.contains("SPIN_VARIABLE_URL"), "{error}");
        assert!(error.contains("SPIN_VARIABLE_JWT_SECRET"), "{error}");
    }

    #[test]
    fn component_variables_are_templates_over_application_variables() {
        let variables =
            Variables::resolve(&manifest("host = { default = \"h\" }\n"), &[], |_| None).unwrap();
        let templates = BTreeMap::from([("url".to_owned(), "http://{{ host }}/".to_owned())]);
        assert_eq!(
            variables.of_component(&templates).unwrap()["url"],
            "http://h/"
        );
        let unknown = BTreeMap::from([("url".to_owned(), "{{ other }}".to_owned())]);
        assert!(variables.of_component(&unknown).is_err());
    }

    #[test]
    fn names_are_lower_snake_case() {
        for name in ["a", "a_b", "a1", "database_url"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "A", "1a", "_a", "a_", "a__b", "a-b"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
