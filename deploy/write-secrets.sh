#!/bin/sh
# Writes the passwords of Compose's MySQL and Redis, and the addresses that contain them, at the first start.
# DATABASE_PASSWORD and REDIS_PASSWORD of .env take precedence. A second run changes nothing.
# Usage: write-secrets.sh DATABASE_FOLDER REDIS_FOLDER, two volumes: a renderer gets only the second.
set -eu
database=$1
redis=$2

# 32 letters and digits, which need no escaping in an address.
random_password() {
  head -c 512 /dev/urandom | tr -dc 'A-Za-z0-9' | head -c 32
}

# keep FILE PASSWORD: the given password, the one of an earlier start, or a new one.
keep() {
  password=$2
  [ -n "$password" ] || password=$(cat "$1" 2>/dev/null || true)
  [ -n "$password" ] || password=$(random_password)
  write "$1" "$password"
}

# Complete or not at all: a stop in between must not leave an empty password.
write() {
  printf '%s' "$2" >"$1.new"
  chmod 444 "$1.new"
  mv "$1.new" "$1"
}

keep "$database/password" "${DATABASE_PASSWORD:-}"
write "$database/url" "mysql://visionary:$password@mysql:3306/visionary"

keep "$redis/password" "${REDIS_PASSWORD:-}"
write "$redis/url" "redis://:$password@redis:6379"
# Nothing in Redis must survive: the database holds everything, Redis carries messages.
write "$redis/redis.conf" "requirepass $password
save \"\"
appendonly no
maxmemory-policy noeviction
dir /tmp
"
