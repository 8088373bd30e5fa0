//! A small static server: a folder and in-memory routes come in, answers on a local port go out.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::Response;
use tokio::sync::oneshot;
use tower_http::services::ServeDir;

use crate::size;

/// What to serve, and where.
#[derive(Debug)]
pub struct Options {
    /// The folder of static files; `index.html` answers for a folder.
    pub folder: PathBuf,
    /// The port on 127.0.0.1.
    pub port: Port,
    /// Headers that every answer carries.
    pub headers: Vec<(String, String)>,
}

/// Which port to listen on.
#[derive(Debug, Clone, Copy)]
pub enum Port {
    /// Any free one.
    Free,
    /// This one, or the next free one of the 50 that follow.
    From(u16),
}

/// An answer made in memory, which stands before a file of the same path.
#[derive(Debug, Clone)]
pub struct Route {
    /// The status, such as 200 or 404.
    pub status: u16,
    /// The media type, with its character set.
    pub content_type: String,
    /// The bytes of the answer.
    pub body: Vec<u8>,
    /// How long to wait before answering.
    pub delay: Duration,
    /// Headers that replace the site's own of the same name; an empty value removes one.
    pub headers: Vec<(String, String)>,
}

impl Route {
    /// Makes an immediate answer with status 200.
    pub fn new(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let content_type = content_type.to_owned();
        Self {
            status: 200,
            content_type,
            body: body.into(),
            delay: Duration::ZERO,
            headers: Vec::new(),
        }
    }

    /// Makes an HTML page.
    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::new("text/html; charset=utf-8", body)
    }
}

/// A running server; dropping it stops it.
#[derive(Debug)]
pub struct Site {
    address: String,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    headers: Vec<(String, String)>,
    routes: Mutex<BTreeMap<String, Route>>,
    requests: Mutex<Vec<String>>,
    is_compressed: AtomicBool,
    /// What was compressed, by the path asked for.
    compressed: Mutex<BTreeMap<String, Bytes>>,
}

impl Site {
    /// Starts serving in a thread of its own.
    ///
    /// # Errors
    /// When no port can be opened.
    pub fn start(options: Options) -> Result<Self> {
        let listener = listen(options.port)?;
        listener.set_nonblocking(true)?;
        let address = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            headers: options.headers,
            ..Shared::default()
        });
        let router = Router::new()
            .fallback_service(ServeDir::new(options.folder))
            .layer(middleware::from_fn_with_state(Arc::clone(&shared), answer));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    result = serve(listener, router) => {
                        if let Err(error) = result {
                            eprintln!("the server stopped: {error}");
                        }
                    }
                    _ = stopped => {}
                }
            });
        });
        Ok(Self {
            address,
            shared,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Returns the address without a slash at the end, such as `http://127.0.0.1:8000`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns the URL of a path inside the site.
    pub fn url(&self, path: &str) -> String {
        format!("{}/{}", self.address, path.trim_start_matches('/'))
    }

    /// Answers a path from memory from now on, with any query unless it names one.
    pub fn route(&self, path: &str, route: Route) {
        lock(&self.shared.routes).insert(format!("/{}", path.trim_start_matches('/')), route);
    }

    /// From now on, compresses texts and modules with brotli, each once, for whoever takes it; or does not.
    pub fn compress(&self, is_on: bool) {
        self.shared.is_compressed.store(is_on, Ordering::Relaxed);
    }

    /// Returns the paths asked for so far, with their queries, in order.
    pub fn requests(&self) -> Vec<String> {
        lock(&self.shared.requests).clone()
    }

    /// Waits for the server's end, which does not come by itself.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn listen(port: Port) -> Result<TcpListener> {
    match port {
        Port::Free => TcpListener::bind("127.0.0.1:0").context("cannot open a local port"),
        Port::From(first) => (first..=first.saturating_add(50))
            .find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok())
            .with_context(|| format!("no free port from {first} on: give another with --port")),
    }
}

async fn serve(listener: TcpListener, router: Router) -> std::io::Result<()> {
    axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let takes = |name: &HeaderValue| name.to_str().is_ok_and(|name| name.contains("br"));
    let is_compressed = shared.is_compressed.load(Ordering::Relaxed)
        && request.headers().get(ACCEPT_ENCODING).is_some_and(takes);
    let path = request.uri().to_string();
    let response = find(&shared, request, next).await;
    if is_compressed && response.status() == StatusCode::OK {
        return compress(&shared, path, response).await;
    }
    response
}

/// Compresses an answer as a site would have done before it went online. What is very large takes
/// a lower quality, for minutes otherwise.
async fn compress(shared: &Shared, path: String, response: Response) -> Response {
    const LARGE: usize = 2_000_000;
    let (mut head, body) = response.into_parts();
    let kind = head.headers.get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_text = ["text/", "json", "javascript", "wasm"]
        .iter()
        .any(|part| kind.contains(part));
    if !is_text {
        return Response::from_parts(head, body);
    }
    let old = lock(&shared.compressed).get(&path).cloned();
    let bytes = match old {
        Some(bytes) => bytes,
        None => {
            let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
                return status(StatusCode::INTERNAL_SERVER_ERROR);
            };
            let quality = if bytes.len() > LARGE { 9 } else { 11 };
            let Ok(bytes) = size::brotli_at(&bytes, quality) else {
                return status(StatusCode::INTERNAL_SERVER_ERROR);
            };
            let bytes = Bytes::from(bytes);
            lock(&shared.compressed).insert(path, bytes.clone());
            bytes
        }
    };
    head.headers
        .insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    head.headers
        .insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    head.headers
        .insert(VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(head, Body::from(bytes))
}

fn status(code: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = code;
    response
}

async fn find(shared: &Shared, request: Request, next: Next) -> Response {
    let asked = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .to_owned();
    let path = request.uri().path().to_owned();
    lock(&shared.requests).push(asked.clone());
    let start = Instant::now();
    let route = loop {
        let route = {
            let routes = lock(&shared.routes);
            routes.get(&asked).or_else(|| routes.get(&path)).cloned()
        };
        let Some(route) = route else {
            let mut response = next.run(request).await;
            name_charset(response.headers_mut());
            set_headers(response.headers_mut(), &shared.headers);
            return response;
        };
        let rest = route.delay.saturating_sub(start.elapsed());
        if rest.is_zero() {
            break route;
        }
        // In steps: who is waiting is served by a route that has come instead.
        tokio::time::sleep(rest.min(Duration::from_millis(20))).await;
    };
    let mut response = Response::new(Body::from(route.body));
    *response.status_mut() =
        StatusCode::from_u16(route.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    set_headers(response.headers_mut(), &shared.headers);
    set_headers(
        response.headers_mut(),
        &[("content-type".to_owned(), route.content_type)],
    );
    set_headers(response.headers_mut(), &route.headers);
    response
}

/// Adds the character set, which a host page need not declare then.
fn name_charset(headers: &mut HeaderMap) {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("text/")
        && !kind.contains("charset")
        && let Ok(full) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        headers.insert(CONTENT_TYPE, full);
    }
}

fn set_headers(headers: &mut HeaderMap, wanted: &[(String, String)]) {
    // The files change between two looks; a stale one costs an hour of wondering.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in wanted {
        let Ok(name) = HeaderName::try_from(name.as_str()) else {
            continue;
        };
        match HeaderValue::try_from(value.as_str()) {
            Ok(value) if !value.is_empty() => drop(headers.insert(name, value)),
            _ => drop(headers.remove(name)),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
