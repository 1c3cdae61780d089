//! Who may call: every way a token can be wrong, and every key a good one can be signed with.

use crate::{
    routes::API,
    support::{
        client::Client,
        fixture::Fixture,
        registry::tests,
        tokens::{self, KeyPair, claims, claims_with, from_now, hmac, unsecured},
    },
};
use jsonwebtoken::Algorithm::{HS256, HS384, HS512};
use serde_json::{Value, json};
use std::{
    thread,
    time::{Duration, Instant},
};

tests![
    a_request_without_a_bearer_token_is_unauthorized,
    a_token_that_does_not_hold_is_unauthorized,
    a_token_that_held_is_unauthorized_once_it_has_expired,
    a_token_without_a_role_of_parleys_is_forbidden,
    the_role_in_app_metadata_wins_over_the_one_beside_it,
    every_role_may_read,
    es256_and_rs256_tokens_pass_where_their_public_key_is_set,
    a_token_of_another_issuer_is_unauthorized_where_one_is_set,
    another_audience_can_be_set,
    an_app_without_a_key_answers_nobody,
];

fn assert_unauthorized(client: &Client, header: Option<&str>, what: &str) {
    for route in API {
        let headers: Vec<_> = header
            .map(|value| ("authorization", value))
            .into_iter()
            .collect();
        let answer = client.signed_out().send("GET", route, &headers);
        assert_eq!(answer.status, 401, "{what} at {route}: {}", answer.text());
        answer.problem(401);
        assert!(
            answer.header("www-authenticate").starts_with("Bearer"),
            "{what} at {route}"
        );
    }
}

fn assert_refused(client: &Client, token: &str, what: &str) {
    assert_unauthorized(client, Some(&format!("Bearer {token}")), what);
}

fn assert_passes(client: &Client, token: &str, what: &str) {
    for route in API {
        let answer = client.with_token(token).get(route);
        assert_eq!(answer.status, 200, "{what} at {route}: {}", answer.text());
    }
}

fn a_request_without_a_bearer_token_is_unauthorized(fixture: &Fixture) {
    let client = fixture.client();
    let good = tokens::viewer(fixture.secret());
    assert_unauthorized(&client, None, "no header");
    for header in [
        "Bearer",
        "Bearer ",
        &format!("Basic {good}"),
        &format!("Token {good}"),
        &good,
        "Basic dXNlcjpwYXNzd29yZA==",
    ] {
        assert_unauthorized(&client, Some(header), header);
    }
}

fn a_token_that_does_not_hold_is_unauthorized(fixture: &Fixture) {
    let client = fixture.client();
    let secret = fixture.secret();
    let good = tokens::viewer(secret);
    let (message, signature) = good.rsplit_once('.').expect("a signature");
    let claimed = |changes: Value| hmac(HS256, secret, &claims_with(&changes));
    let admin = claims_with(&json!({"app_metadata": {"role": "admin"}}));
    let raised = unsecured(&admin);
    let raised = raised.split('.').nth(1).expect("claims");
    let header = good.split('.').next().expect("a header");
    for (what, token) in [
        ("garbage", "garbage".to_owned()),
        ("dots alone", "..".to_owned()),
        ("another secret", tokens::viewer("not the secret")),
        ("the empty secret", tokens::viewer("")),
        ("no signature", format!("{message}.")),
        ("a cut signature", good[..good.len() - 2].to_owned()),
        (
            "claims changed after signing",
            format!("{header}.{raised}.{signature}"),
        ),
        ("alg none", unsecured(&admin)),
        (
            "alg none with a signature",
            format!("{}{signature}", unsecured(&claims())),
        ),
        ("HS384", hmac(HS384, secret, &claims())),
        ("HS512", hmac(HS512, secret, &claims())),
        (
            "an ES256 token where no public key is set",
            KeyPair::es256().sign(&claims()),
        ),
        ("expired", claimed(json!({"exp": from_now(-1)}))),
        ("not valid yet", claimed(json!({"nbf": from_now(3_600)}))),
        ("no exp", claimed(json!({"exp": null}))),
        ("exp that is no number", claimed(json!({"exp": "tomorrow"}))),
        ("no sub", claimed(json!({"sub": null}))),
        ("no audience", claimed(json!({"aud": null}))),
        ("another audience", claimed(json!({"aud": "anon"}))),
    ] {
        assert_refused(&client, &token, what);
    }
}

fn a_token_that_held_is_unauthorized_once_it_has_expired(fixture: &Fixture) {
    let client = fixture.client();
    let token = hmac(
        HS256,
        fixture.secret(),
        &claims_with(&json!({"exp": from_now(3)})),
    );
    let status = || client.with_token(&token).get(API[0]).status;
    let started = Instant::now();
    let mut answers = vec![status()];
    while started.elapsed() < Duration::from_secs(5) {
        thread::sleep(Duration::from_millis(100));
        answers.push(status());
    }
    answers.dedup();
    assert_eq!(answers, [200, 401]);
}

fn a_token_without_a_role_of_parleys_is_forbidden(fixture: &Fixture) {
    let client = fixture.client();
    for changes in [
        json!({"app_metadata": null, "role": null}),
        json!({"app_metadata": {}, "role": "authenticated"}),
        json!({"app_metadata": {"role": "owner"}, "role": null}),
        json!({"app_metadata": {"role": "Admin"}, "role": null}),
        json!({"app_metadata": {}, "user_metadata": {"role": "admin"}}),
    ] {
        let token = hmac(HS256, fixture.secret(), &claims_with(&changes));
        for route in API {
            let answer = client.with_token(&token).get(route);
            assert_eq!(answer.status, 403, "{changes} at {route}");
            answer.problem(403);
        }
    }
}

fn the_role_in_app_metadata_wins_over_the_one_beside_it(fixture: &Fixture) {
    let client = fixture.client();
    for (changes, what) in [
        (
            json!({"role": "authenticated"}),
            "app_metadata alone is ours",
        ),
        (
            json!({"app_metadata": {}, "role": "viewer"}),
            "the top level alone is ours",
        ),
        (
            json!({"app_metadata": {"role": "viewer"}, "role": "owner"}),
            "another beside it",
        ),
        (
            json!({"app_metadata": {"role": "owner"}, "role": "viewer"}),
            "app_metadata is not ours",
        ),
    ] {
        let token = hmac(HS256, fixture.secret(), &claims_with(&changes));
        assert_passes(&client, &token, what);
    }
}

fn every_role_may_read(fixture: &Fixture) {
    let client = fixture.client();
    for role in ["viewer", "reviewer", "admin"] {
        let claims = claims_with(&json!({"app_metadata": {"role": role}}));
        assert_passes(&client, &hmac(HS256, fixture.secret(), &claims), role);
    }
}

fn es256_and_rs256_tokens_pass_where_their_public_key_is_set(fixture: &Fixture) {
    for pair in [KeyPair::es256(), KeyPair::rs256()] {
        let app = fixture.own_app(
            &fixture.database_url(),
            &[("jwt_secret", ""), ("jwt_public_key", &pair.public_pem)],
        );
        let what = format!("{:?}", pair.algorithm);
        assert_passes(&app.client, &pair.sign(&claims()), &what);
        let expired = pair.sign(&claims_with(&json!({"exp": from_now(-1)})));
        assert_refused(&app.client, &expired, &format!("{what}, expired"));
        let confused = tokens::viewer(&pair.public_pem);
        assert_refused(
            &app.client,
            &confused,
            "HS256 with the public key as its secret",
        );
        let other = KeyPair::es256().sign(&claims());
        assert_refused(&app.client, &other, "a token of another pair");
        assert_refused(&app.client, &unsecured(&claims()), "alg none");
    }
}

fn a_token_of_another_issuer_is_unauthorized_where_one_is_set(fixture: &Fixture) {
    let app = fixture.own_app(
        &fixture.database_url(),
        &[("jwt_issuer", "https://auth.example/auth/v1")],
    );
    let issued = |issuer: Value| {
        hmac(
            HS256,
            fixture.secret(),
            &claims_with(&json!({"iss": issuer})),
        )
    };
    let good = issued("https://auth.example/auth/v1".into());
    assert_passes(&app.client, &good, "the issuer");
    assert_refused(
        &app.client,
        &issued("https://other.example".into()),
        "another issuer",
    );
    assert_refused(&app.client, &issued(Value::Null), "no issuer");
}

fn another_audience_can_be_set(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.database_url(), &[("jwt_audience", "parley")]);
    let aimed = |audience: Value| {
        hmac(
            HS256,
            fixture.secret(),
            &claims_with(&json!({"aud": audience})),
        )
    };
    assert_passes(&app.client, &aimed("parley".into()), "the audience");
    assert_passes(
        &app.client,
        &aimed(json!(["other", "parley"])),
        "one of several",
    );
    assert_refused(
        &app.client,
        &aimed("authenticated".into()),
        "the usual audience",
    );
}

fn an_app_without_a_key_answers_nobody(fixture: &Fixture) {
    let app = fixture.own_app(
        &fixture.database_url(),
        &[("jwt_secret", ""), ("jwt_public_key", "")],
    );
    for token in [tokens::viewer(fixture.secret()), unsecured(&claims())] {
        for route in API {
            let answer = app.client.with_token(&token).get(route);
            let problem = answer.problem(503);
            let detail = problem["detail"].as_str().unwrap_or_default();
            assert!(detail.contains("SPIN_VARIABLE_JWT_SECRET"), "{detail}");
            assert_eq!(problem["data"], Value::Null, "{route}");
        }
    }
}
