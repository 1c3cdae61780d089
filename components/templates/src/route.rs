//! Which of the three a path is about, and which one of it.

use parley_domain::library::Resource;
use uuid::Uuid;

/// What a path names.
pub enum Route {
    /// `/api/<resource>`
    All(Resource),
    /// `/api/<resource>/:id`
    One(Resource, Uuid),
}

impl Route {
    /// `None` where there is no such route, or no id in the place of one: nothing can be there.
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.strip_prefix("/api/")?;
        let (name, id) = match path.split_once('/') {
            Some((name, id)) => (name, Some(id)),
            None => (path, None),
        };
        let resource = Resource::ALL
            .into_iter()
            .find(|resource| resource.name() == name)?;
        match id {
            None => Some(Self::All(resource)),
            Some(id) => Uuid::parse_str(id).ok().map(|id| Self::One(resource, id)),
        }
    }
}
