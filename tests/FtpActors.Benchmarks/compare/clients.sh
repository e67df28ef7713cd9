#!/usr/bin/env bash
# Measures this client beside others on loopback and prints a table of rates and of the client's processor time, with ratios.
#
#   clients.sh [--workloads a,b] [--clients a,b] [--servers a,b] [--rounds N] [--big SIZE] [--base NAME] [--results FILE]
#
# Clients: ftpactors (the published program), curl, lftp and ftplib (python3), as far as they are installed. Servers:
# ftpactors and, where it is there and this is root, vsftpd (see servers.sh). Clients alternate within each round. Each run is a process
# of its own, its start included, from a server to /dev/shm or back. --big is the size of the large file (1G), --base the client of
# the ratios (curl), --results a file that keeps every run. Nothing is left behind.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
solution=$(cd "$here/../../.." && pwd)
. "$here/servers.sh"

workloads=down,up,small,tls-down,tls-up
clients=ftpactors,curl,lftp,ftplib
servers=ftpactors,vsftpd
rounds=3 big=1G base=curl results=

usage() { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; echo "Workloads: down up small (1,000 files of 10 kB) tls-down tls-up tls-small"; }

while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) usage; exit 0 ;;
    --workloads|--clients|--servers|--rounds|--big|--base|--results)
      [ $# -gt 1 ] || { echo "$1 has no value." >&2; exit 2; }
      declare "${1#--}=$2"; shift 2 ;;
    *) echo "$1 is unknown." >&2; usage >&2; exit 2 ;;
  esac
done
for workload in ${workloads//,/ }; do
  case ${workload#tls-} in down|up|small) ;; *) echo "There is no workload $workload." >&2; exit 2 ;; esac
done

# Files in memory where there is room, so that no disk is measured.
work=$(mktemp -d)
fast=${TMPDIR:-/tmp}
need=$((($(numfmt --from=iec "$big") * 3 + (1 << 30)) / 1024))
[ ! -w /dev/shm ] || [ "$(df --output=avail /dev/shm | tail -1)" -lt $need ] || fast=/dev/shm
root=$(mktemp -d "$fast/ftp-clients.XXXXXX")
chmod 755 "$work" "$root"
trap 'stop_servers; rm -rf "$work" "$root"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
[ -n "$results" ] || results=$work/results.tsv
touch "$results"

mkdir "$root/serve" "$root/serve/up" "$root/serve/small" "$root/here"
chmod 755 "$root/serve" "$root/serve/small"
bytes=$(numfmt --from=iec "$big")
head -c "$bytes" /dev/urandom > "$root/serve/big.bin"
for number in $(seq -w 1000); do head -c 10000 /dev/urandom > "$root/serve/small/$number.dat"; done
chmod -R a+rX "$root/serve"

if [[ $workloads == *tls-* ]]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout "$work/key.pem" -out "$work/cert.pem" 2> /dev/null
fi

echo "Publishing." >&2
dotnet publish "$solution/src/FtpActors.Host" -c Release -o "$work/host" -v q -nologo >&2

can_client_ftpactors() { :; }
can_client_curl() { command -v curl > /dev/null; }
can_client_lftp() { command -v lftp > /dev/null; }
can_client_ftplib() { [ -n "$PYTHON" ]; }

# client_NAME KIND: moves what KIND says between $url (user in $user, password in $password) and $root/here, under TLS where $tls is set.
client_ftpactors() {
  local call=(env FTP_PASSWORD="$password" dotnet "$work/host/FtpActors.Host.dll")
  local flags=(--tls "${tls:+insecure}")
  [ -n "$tls" ] || flags=(--tls off)
  case $1 in
    down) "${call[@]}" get "${flags[@]}" "ftp://$user@localhost:$port/big.bin" "$root/here" ;;
    up) "${call[@]}" put "${flags[@]}" "$root/serve/big.bin" "ftp://$user@localhost:$port/up" ;;
    small) "${call[@]}" mirror "${flags[@]}" --parallel 4 "ftp://$user@localhost:$port/small" "$root/here" ;;
  esac > /dev/null
}

client_curl() {
  local call=(curl -sS --user "$user:$password")
  [ -z "$tls" ] || call+=(-k --ssl-reqd)
  case $1 in
    down) "${call[@]}" -o "$root/here/big.bin" "ftp://localhost:$port/big.bin" ;;
    up) "${call[@]}" -T "$root/serve/big.bin" "ftp://localhost:$port/up/big.bin" ;;
    small) "${call[@]}" -Z --parallel-max 4 -o "$root/here/#1.dat" "ftp://localhost:$port/small/[0001-1000].dat" ;;
  esac
}

client_lftp() {
  local before="set ftp:use-mode-z no; set ssl:verify-certificate no; set ftp:ssl-allow ${tls:-no}; set ftp:ssl-force ${tls:-no}; set ftp:ssl-protect-data ${tls:-no}; set cmd:fail-exit yes; open -u $user,$password -p $port localhost"
  case $1 in
    down) lftp -c "$before; get /big.bin -o $root/here/big.bin" ;;
    up) lftp -c "$before; put $root/serve/big.bin -o /up/big.bin" ;;
    small) lftp -c "$before; mirror -P 4 /small $root/here" ;;
  esac > /dev/null
}

client_ftplib() {
  "$PYTHON" - "$1" "$port" "$user" "$password" "$root" "$tls" <<'PY'
import ftplib, os, ssl, sys

kind, port, user, password, root, tls = sys.argv[1:]

class Resuming(ftplib.FTP_TLS):
    # Data connections have to resume the session, as vsftpd wants it.
    def ntransfercmd(self, cmd, rest=None):
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        return self.context.wrap_socket(connection, server_hostname=self.host, session=self.sock.session), size

if tls:
    context = ssl._create_unverified_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    ftp = Resuming(context=context)
else:
    ftp = ftplib.FTP()
ftp.connect('localhost', int(port))
ftp.login(user, password)
if tls:
    ftp.prot_p()
block = 256 * 1024
if kind == 'down':
    with open(root + '/here/big.bin', 'wb') as file:
        ftp.retrbinary('RETR /big.bin', file.write, block)
elif kind == 'up':
    with open(root + '/serve/big.bin', 'rb') as file:
        ftp.storbinary('STOR /up/big.bin', file, block)
else:
    for name in ftp.nlst('/small'):
        name = name.rsplit('/', 1)[-1]
        with open(root + '/here/' + name, 'wb') as file:
            ftp.retrbinary('RETR /small/' + name, file.write, block)
ftp.quit()
PY
}

complete() { # WORKLOAD
  case ${1#tls-} in
    down) cmp -s "$root/here/big.bin" "$root/serve/big.bin" ;;
    up) cmp -s "$root/serve/up/big.bin" "$root/serve/big.bin" ;;
    small) diff -rq "$root/here" "$root/serve/small" > /dev/null ;;
  esac
}

measure() { # ROUND SERVER WORKLOAD CLIENT
  local port=${ports[$2]} user=${users[$2]} password=${passwords[$2]} took TIMEFORMAT='%R %U %S'
  rm -rf "$root/here" "$root/serve/up"
  mkdir "$root/here" "$root/serve/up"
  chmod 777 "$root/serve/up"
  [[ $3 == tls-* ]] && tls=yes || tls=
  took=$({ time "client_$4" "${3#tls-}" 2> "$work/error" 1>&2; } 2>&1 | tail -1) || true
  complete "$3" || { echo "[$1] $2 $3 $4: not complete: $(head -1 "$work/error")" >&2; return 0; }
  echo "[$1] $2 $3 $4: $took" >&2
  echo "$2 $3 $4 $took" >> "$results"
}

for round in $(seq "$rounds"); do
  for server in ${servers//,/ }; do
    missing=$("can_${server//-/_}") || { [ "$round" -gt 1 ] || echo "$server is left out: $missing" >&2; continue; }
    for workload in ${workloads//,/ }; do
      [[ $workload == tls-* ]] && tls=yes || tls=
      [ "${tls_of[$server]:-}" = "$tls" ] && [ -n "${pids[$server]:-}" ] || { stop_server "$server"; start_server "$server" "$root/serve"; }
      for client in ${clients//,/ }; do
        if "can_client_$client"; then measure "$round" "$server" "$workload" "$client"; elif [ "$round" -eq 1 ]; then echo "$client is left out: not installed" >&2; fi
      done
    done
    stop_server "$server"
  done
done
[ -s "$results" ] || { echo "Nothing was measured." >&2; exit 1; }

# Medians: MB/s and CPU s/GB of large files, files/s and CPU s of small ones.
awk -v bytes="$bytes" -v base="$base" '
  function median(list,   part, n, i, j, swap) {
    n = split(list, part, " ")
    for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (part[j] + 0 < part[i] + 0) { swap = part[i]; part[i] = part[j]; part[j] = swap }
    return n % 2 ? part[(n + 1) / 2] : (part[n / 2] + part[n / 2 + 1]) / 2
  }
  { at = $1 "\t" $2; if (!(at in seen)) { seen[at] = 1; order[++rows] = at }
    if (!($3 in known)) { known[$3] = 1; client[++count] = $3 }
    wall[at, $3] = wall[at, $3] " " $4; cpu[at, $3] = cpu[at, $3] " " ($5 + $6) }
  END {
    print "| server | workload | client | rate | ratio | CPU | ratio |\n|---|---|---|---|---|---|---|"
    for (row = 1; row <= rows; row++) {
      at = order[row]; split(at, name, "\t"); isSmall = name[2] ~ /small/
      for (one = 1; one <= count; one++) {
        if (!((at, client[one]) in wall)) continue
        w = median(wall[at, client[one]]); c = median(cpu[at, client[one]])
        hasBase = (at, base) in wall
        if (hasBase) { bw = median(wall[at, base]); bc = median(cpu[at, base]) }
        rate = isSmall ? sprintf("%.0f files/s", 1000 / w) : sprintf("%.0f MB/s", bytes / w / 1e6)
        load = isSmall ? sprintf("%.2f s", c) : sprintf("%.2f s/GB", c / bytes * 1e9)
        faster = hasBase ? sprintf("%.2f", bw / w) : "–"
        if (hasBase && bc) costs = sprintf("%.2f", c / bc); else costs = "–"
        print "| " name[1] " | " name[2] " | " client[one] " | " rate " | " faster " | " load " | " costs " |"
      }
    }
  }' "$results"
