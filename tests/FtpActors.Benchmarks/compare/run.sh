#!/usr/bin/env bash
# Measures this server beside others on loopback and prints a table of rates, processor time and memory, with ratios.
#
#   run.sh [--workloads a,b] [--servers a,b] [--rounds N] [--secs S] [--warmup S] [--big SIZE] [--base NAME] [--results FILE]
#
# Servers: ftpactors, and of vsftpd, proftpd, pure-ftpd and pyftpdlib those that are installed (see servers.sh for the
# variables that name programs elsewhere). All need root but ftpactors and pyftpdlib. They alternate within each round.
# --big is the size of the file that is downloaded (1G), --base the server of the ratios (vsftpd), --results a file that
# keeps every run. Nothing is left behind: files, ports and processes are this script's own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
solution=$(cd "$here/../../.." && pwd)
. "$here/servers.sh"
ulimit -n "$(ulimit -Hn)"

# name: arguments of the load generator
declare -A arguments=(
  [retr1]="retr" [retr8]="retr --conns 8"
  [stor1]="stor" [stor8]="stor --conns 8"
  [small1-1k]="small" [small8-1k]="small --conns 8" [small8-10k]="small --conns 8 --path /k10.bin"
  [smallstor8]="smallstor --conns 8"
  [login1]="login" [login8]="login --conns 8"
  [pwd1]="pwd" [pwd8]="pwd --conns 8" [pwd8x16]="pwd --conns 8 --depth 16" [size8]="pwd --conns 8 --command SIZE_/k1.bin"
  [list1000]="list" [mlsd1000]="mlsd"
  [mixed64]="mixed --conns 64"
  [idle1000]="idle --conns 1000" [idle5000]="idle --conns 5000"
  # Under TLS, all with the same RSA-2048 key.
  [tls-retr1]="retr --tls yes" [tls-retr8]="retr --tls yes --conns 8"
  [tls-stor1]="stor --tls yes" [tls-stor8]="stor --tls yes --conns 8"
  [tls-small8]="small --tls yes --conns 8" [tls-login8]="login --tls yes --conns 8"
  [tls-idle1000]="idle --tls yes --conns 1000"
)
workloads=retr1,retr8,stor1,stor8,small1-1k,small8-1k,small8-10k,smallstor8,login1,login8,pwd1,pwd8,pwd8x16,size8,list1000,mlsd1000,mixed64,idle1000,tls-retr1,tls-stor1,tls-small8,tls-login8,tls-idle1000
servers=ftpactors,vsftpd,proftpd,pure-ftpd,pyftpdlib
rounds=3 secs=3 warmup=1 big=1G base=vsftpd results=

usage() { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; echo "Workloads: ${!arguments[*]}"; }

while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) usage; exit 0 ;;
    --workloads|--servers|--rounds|--secs|--warmup|--big|--base|--results)
      [ $# -gt 1 ] || { echo "$1 has no value." >&2; exit 2; }
      declare "${1#--}=$2"; shift 2 ;;
    *) echo "$1 is unknown." >&2; usage >&2; exit 2 ;;
  esac
done
for workload in ${workloads//,/ }; do
  [ -n "${arguments[$workload]:-}" ] || { echo "There is no workload $workload." >&2; exit 2; }
done

# Files in memory where there is room, so that no disk is measured.
work=$(mktemp -d)
fast=${TMPDIR:-/tmp}
need=$((($(numfmt --from=iec "$big") + (3 << 30)) / 1024))
[ ! -w /dev/shm ] || [ "$(df --output=avail /dev/shm | tail -1)" -lt $need ] || fast=/dev/shm
root=$(mktemp -d "$fast/ftp-compare.XXXXXX")
chmod 755 "$work" "$root"
trap 'stop_servers; rm -rf "$work" "$root"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
[ -n "$results" ] || results=$work/results.tsv

mkdir "$root/up" "$root/list1000"
chmod 777 "$root/up"
head -c "$(numfmt --from=iec "$big")" /dev/urandom > "$root/big.bin"
head -c 1024 /dev/urandom > "$root/k1.bin"
head -c 10240 /dev/urandom > "$root/k10.bin"
for number in $(seq 1000); do head -c "$number" /dev/zero > "$root/list1000/entry-$(printf %05d "$number").dat"; done

if [[ $workloads == *tls-* ]]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout "$work/key.pem" -out "$work/cert.pem" 2> /dev/null
  cat "$work/key.pem" "$work/cert.pem" > "$work/both.pem"
fi

echo "Building." >&2
dotnet build "$here/.." -c Release -o "$work/load" -v q -nologo >&2
dotnet publish "$solution/src/FtpActors.Host" -c Release -o "$work/host" -v q -nologo >&2
benchmarks() { dotnet "$work/load/FtpActors.Benchmarks.dll" "$@"; }

found=
for server in ${servers//,/ }; do
  if missing=$("can_${server//-/_}"); then found+=" $server"; else echo "$server is left out: $missing" >&2; fi
done

measure() { # ROUND WORKLOAD SERVER
  local words
  read -ra words <<< "${arguments[$2]}"
  # Memory is counted from a fresh start.
  [[ $2 == tls-* ]] && tls=yes || tls=
  [ "${words[0]}" != idle ] && [ "${tls_of[$3]:-}" = "$tls" ] || stop_server "$3"
  [ -n "${pids[$3]:-}" ] || start_server "$3" "$root" || return 0
  rm -rf "${root:?}/up"
  mkdir "$root/up"
  chmod 777 "$root/up"
  echo -n "[$1] " >&2
  benchmarks load "${words[@]//_/ }" --port "${ports[$3]}" --user "${users[$3]}" --password "${passwords[$3]}" --pid "${pids[$3]}" \
    --secs "$secs" --warmup "$warmup" --label "$2" --server "$3" --append "$results" >&2 || true
}

for round in $(seq "$rounds"); do
  for workload in ${workloads//,/ }; do
    for server in $found; do measure "$round" "$workload" "$server"; done
  done
done
[ -s "$results" ] || { echo "Nothing was measured." >&2; exit 1; }
benchmarks table "$results" "$base"
