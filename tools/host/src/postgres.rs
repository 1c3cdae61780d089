//! `spin:postgres`: connections from a pool per component and address.
//!
//! What a guest sees follows Spin: which error variant means what, values by column type, columns known only from
//! the first row. Two things are added. Statements stay prepared on their connection, which spares a round trip per
//! call. And a call that the guest gives up on (it lost a race against a deadline, or the instance ended) is
//! cancelled on the server, and its connection goes back to the pool only when it is at rest again.

#![allow(clippy::result_large_err, reason = "the error type is the interface's")]

mod cancel;
mod rows;
mod session;
mod values;

use std::sync::Arc;

use wasmtime::component::{Accessor, FutureReader, Resource, StreamReader};

pub use self::session::Pools;
use self::{rows::RowProducer, session::Session};
use crate::{
    bindings::spin::postgres::postgres::{
        Column, DbError, Error, Host, HostConnection, HostConnectionBuilder,
        HostConnectionBuilderWithStore, HostConnectionWithStore, ParameterValue, QueryError, Row,
        RowSet,
    },
    calls::{Call, Fault},
    guest::{Component, Guest, GuestData},
};

/// A connection that a guest has opened.
pub struct Connection(Arc<Session>);

/// A connection about to be opened with options.
pub struct ConnectionBuilder {
    address: String,
    root_certificate_pem: Option<String>,
}

async fn open(
    component: &Component,
    address: &str,
    root_certificate_pem: Option<&str>,
) -> Result<Connection, Error> {
    component
        .calls
        .enter(Call::PgOpen)
        .await
        .map_err(|fault| Error::ConnectionFailed(fault.message))?;
    let session = component
        .postgres
        .open(&component.allowed_hosts, address, root_certificate_pem)
        .await?;
    Ok(Connection(session))
}

/// A statement that fails by plan looks as if the server had refused it, or, without a code, as if the connection
/// had broken.
fn planned(fault: Fault) -> Error {
    Error::QueryFailed(match fault.code {
        None => QueryError::Text(fault.message),
        Some(code) => QueryError::DbError(DbError {
            as_text: format!("{}: {}", code, fault.message),
            severity: "ERROR".to_owned(),
            code,
            message: fault.message,
            detail: None,
            extras: Vec::new(),
        }),
    })
}

async fn execute(
    component: &Component,
    session: Arc<Session>,
    statement: &str,
    params: Vec<ParameterValue>,
) -> Result<u64, Error> {
    component
        .calls
        .enter(Call::PgExecute)
        .await
        .map_err(planned)?;
    session.execute(statement, params).await
}

fn no_connection<E>(_: E) -> Error {
    Error::ConnectionFailed("no connection found".to_owned())
}

impl Guest {
    fn session(&self, connection: &Resource<Connection>) -> Result<Arc<Session>, Error> {
        self.table
            .get(connection)
            .map(|connection| connection.0.clone())
            .map_err(no_connection)
    }

    fn keep(&mut self, connection: Connection) -> Result<Resource<Connection>, Error> {
        self.table
            .push(connection)
            .map_err(|_| Error::ConnectionFailed("too many connections".to_owned()))
    }
}

impl Host for Guest {
    fn convert_error(&mut self, error: Error) -> wasmtime::Result<Error> {
        Ok(error)
    }
}

impl HostConnection for Guest {
    async fn open(&mut self, address: String) -> Result<Resource<Connection>, Error> {
        let connection = open(&self.component, &address, None).await?;
        self.keep(connection)
    }

    async fn query(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        params: Vec<ParameterValue>,
    ) -> Result<RowSet, Error> {
        let session = self.session(&connection)?;
        self.component
            .calls
            .enter(Call::PgQuery)
            .await
            .map_err(planned)?;
        session.query(&statement, params).await?.collect().await
    }

    async fn execute(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        params: Vec<ParameterValue>,
    ) -> Result<u64, Error> {
        execute(
            &self.component,
            self.session(&connection)?,
            &statement,
            params,
        )
        .await
    }

    async fn drop(&mut self, connection: Resource<Connection>) -> wasmtime::Result<()> {
        self.table.delete(connection)?;
        Ok(())
    }
}

impl<T: Send> HostConnectionWithStore<T> for GuestData {
    async fn open_async(
        accessor: &Accessor<T, Self>,
        address: String,
    ) -> Result<Resource<Connection>, Error> {
        let component = accessor.with(|mut access| access.get().component.clone());
        let connection = open(&component, &address, None).await?;
        accessor.with(|mut access| access.get().keep(connection))
    }

    async fn query_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        params: Vec<ParameterValue>,
    ) -> Result<
        (
            Vec<Column>,
            StreamReader<Row>,
            FutureReader<Result<(), Error>>,
        ),
        Error,
    > {
        let (component, session) = accessor.with(|mut access| {
            let guest = access.get();
            Ok((guest.component.clone(), guest.session(&connection)?))
        })?;
        component
            .calls
            .enter(Call::PgQuery)
            .await
            .map_err(planned)?;
        let rows = session.query(&statement, params).await?;
        let columns = rows.columns();
        let (producer, result) = RowProducer::new(rows);
        accessor
            .with(|mut access| {
                let rows = StreamReader::new(&mut access, producer)?;
                let result = FutureReader::new(&mut access, result)?;
                Ok((columns, rows, result))
            })
            .map_err(|error: wasmtime::Error| Error::Other(format!("{error:#}")))
    }

    async fn execute_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        params: Vec<ParameterValue>,
    ) -> Result<u64, Error> {
        let (component, session) = accessor.with(|mut access| {
            let guest = access.get();
            Ok((guest.component.clone(), guest.session(&connection)?))
        })?;
        execute(&component, session, &statement, params).await
    }
}

impl HostConnectionBuilder for Guest {
    async fn new(&mut self, address: String) -> wasmtime::Result<Resource<ConnectionBuilder>> {
        Ok(self.table.push(ConnectionBuilder {
            address,
            root_certificate_pem: None,
        })?)
    }

    async fn set_ca_root(
        &mut self,
        builder: Resource<ConnectionBuilder>,
        certificate: String,
    ) -> Result<(), Error> {
        let builder = self.table.get_mut(&builder).map_err(no_connection)?;
        builder.root_certificate_pem = Some(certificate);
        Ok(())
    }

    async fn build(
        &mut self,
        builder: Resource<ConnectionBuilder>,
    ) -> Result<Resource<Connection>, Error> {
        let builder = self.table.get(&builder).map_err(no_connection)?;
        let connection = open(
            &self.component,
            &builder.address,
            builder.root_certificate_pem.as_deref(),
        )
        .await?;
        self.keep(connection)
    }

    async fn drop(&mut self, builder: Resource<ConnectionBuilder>) -> wasmtime::Result<()> {
        self.table.delete(builder)?;
        Ok(())
    }
}

impl<T: Send> HostConnectionBuilderWithStore<T> for GuestData {
    async fn build_async(
        accessor: &Accessor<T, Self>,
        builder: Resource<ConnectionBuilder>,
    ) -> Result<Resource<Connection>, Error> {
        let (component, address, pem) = accessor.with(|mut access| {
            let guest = access.get();
            let builder = guest.table.get(&builder).map_err(no_connection)?;
            Ok((
                guest.component.clone(),
                builder.address.clone(),
                builder.root_certificate_pem.clone(),
            ))
        })?;
        let connection = open(&component, &address, pem.as_deref()).await?;
        accessor.with(|mut access| access.get().keep(connection))
    }
}
