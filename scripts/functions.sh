# What several scripts need; they source it. Run from the root of the project.

# Makes cargo known where rustup installed it for this user alone.
find_cargo() {
    if ! command -v cargo > /dev/null && [ -r "$HOME/.cargo/env" ]; then
        . "$HOME/.cargo/env"
    fi
}

# Installs Debian packages; as root, or with sudo.
install_packages() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo)
    fi
    if ! command -v apt-get > /dev/null; then
        echo "$0: needs $* and finds no apt-get; install them by hand" >&2
        exit 1
    fi
    echo "$0: installing $*" >&2
    "${as_root[@]}" apt-get update -q >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >&2
}

# Makes a Python environment from a file of requirements, unless it is there with these very ones.
make_venv() {
    local venv=$1 requirements=$2
    if [ -x "$venv/bin/python" ] && cmp -s "$requirements" "$venv/requirements.stamp"; then
        return
    fi
    rm -rf "$venv"
    if ! python3 -m venv "$venv" > /dev/null 2>&1; then
        install_packages python3 python3-venv
        rm -rf "$venv"
        python3 -m venv "$venv"
    fi
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements" >&2
    cp "$requirements" "$venv/requirements.stamp"
}

# Installs what a package-lock.json names beside it, unless it is there with these very versions.
install_node_packages() {
    local folder=$1
    if [ -d "$folder/node_modules" ] && cmp -s "$folder/package-lock.json" "$folder/node_modules/.lock.stamp"; then
        return
    fi
    if ! command -v npm > /dev/null; then
        install_packages nodejs npm
    fi
    (cd "$folder" && npm ci --silent --no-audit --no-fund) >&2
    cp "$folder/package-lock.json" "$folder/node_modules/.lock.stamp"
}

# Makes node and npm known, of a release that builds the page.
find_node() {
    if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
        install_packages nodejs npm
    fi
    if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
        echo "$0: the page needs node 20.19 or later and finds $(node --version); install a later one" >&2
        exit 1
    fi
}

# Installs the packages of web/.
install_web() {
    find_node
    install_node_packages web
}

# Prints where Chromium is; installs it, and a Chinese font, where they are missing.
find_browser() {
    local name
    if ! command -v chromium > /dev/null || ! fc-list :lang=zh-cn 2> /dev/null | grep -q .; then
        install_packages chromium fontconfig fonts-noto-cjk
    fi
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name"; then
            return
        fi
    done
    echo "$0: finds no Chromium; install it by hand" >&2
    return 1
}
