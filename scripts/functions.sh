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
