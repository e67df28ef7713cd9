# Sourced by run.sh: each server with a configuration of its own in a directory of its own.
#
# can_NAME says what is missing, if anything. start_NAME ROOT serves ROOT as / for one user who may write to /up: it finds
# $run, $port, $passive_first and $passive_last, offers TLS with $work/cert.pem, key.pem or both.pem where $tls is set, changes $user and $password where it must, and launches. Where passwords are
# checked the check costs next to nothing, so that logins measure the server. Programs elsewhere than in PATH: VSFTPD,
# PROFTPD and PROFTPD_MODULES, PURE_FTPD and PURE_PW, PYTHON.

VSFTPD=${VSFTPD:-$(PATH=$PATH:/usr/sbin command -v vsftpd || true)}
PROFTPD=${PROFTPD:-$(PATH=$PATH:/usr/sbin command -v proftpd || true)}
PROFTPD_MODULES=${PROFTPD_MODULES:-/usr/lib/proftpd}
PURE_FTPD=${PURE_FTPD:-$(PATH=$PATH:/usr/sbin command -v pure-ftpd || true)}
PURE_PW=${PURE_PW:-$(command -v pure-pw || true)}
PYTHON=${PYTHON:-$(command -v python3 || true)}
# Whom servers that started as root become: somebody who owns nothing here and has a home.
account=
for name in ftp daemon bin; do
  [ -n "$account" ] || [ ! -d "$(getent passwd "$name" | cut -d: -f6)" ] || account=$name
done

# By name, of the servers that run.
declare -A pids=() ports=() users=() passwords=() runs=() tls_of=()
# Passive ports, below those that the system gives to connections: a range for each start.
passive_first=28000 passive_count=900

# Processes below one, deepest last.
descendants() {
  local child
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do
    echo "$child"
    descendants "$child"
  done
}

stop_server() { # NAME
  local pid=${pids[$1]:-} below all
  [ -n "$pid" ] || return 0
  below=$(descendants "$pid")
  all="$pid $below"
  # What it started first, so that it is there to see that end.
  kill $below 2> /dev/null || true
  for _ in $(seq 40); do
    [ -n "$(descendants "$pid")" ] || break
    sleep 0.05
  done
  kill "$pid" 2> /dev/null || true
  for _ in $(seq 100); do
    kill -0 "$pid" 2> /dev/null || break
    sleep 0.05
  done
  kill -9 $all 2> /dev/null || true
  wait "$pid" 2> /dev/null || true
  rm -rf "${runs[$1]}"
  unset "pids[$1]"
}

stop_servers() {
  local name
  for name in "${!pids[@]}"; do stop_server "$name"; done
}

start_server() { # NAME ROOT
  local run port user=load password=load passive_last=$((passive_first + passive_count - 1))
  run=$(mktemp -d "$work/$1.XXXXXX")
  chmod 755 "$run"
  free_port
  runs[$1]=$run
  "start_${1//-/_}" "$2"
  passive_first=$((passive_last + 1 < 32000 ? passive_last + 1 : 28000))
  pids[$1]=$launched ports[$1]=$port users[$1]=$user passwords[$1]=$password tls_of[$1]=$tls
  greeted "$launched" "$port" && return 0
  echo "$1 does not start: $(tail -3 "$run/log" | tr '\n' ' ')" >&2
  stop_server "$1"
  return 1
}

launch() { # COMMAND...
  "$@" < /dev/null > "$run/log" 2>&1 &
  launched=$!
}

# A port nobody listens on, below those that connections take.
free_port() {
  for port in $(shuf -i 20000-27999 -n 50); do
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null || return 0
  done
  return 1
}

greeted() { # PID PORT
  local line
  for _ in $(seq 200); do
    kill -0 "$1" 2> /dev/null || return 1
    line=$( (exec 3<> "/dev/tcp/127.0.0.1/$2"; read -r -t 2 line <&3; echo "$line") 2> /dev/null) || true
    [ "${line:0:3}" != 220 ] || return 0
    sleep 0.1
  done
  return 1
}

as_root() { [ "$(id -u)" = 0 ] || { echo "needs root"; return 1; }; }

# A hash that is cheap to check.
hash() { perl -e 'print crypt($ARGV[0], "ab")' "$password"; }

can_ftpactors() { return 0; }
start_ftpactors() {
  local offer=()
  [ -z "$tls" ] || offer=(--tls explicit --tls-cert "$work/cert.pem" --tls-key "$work/key.pem")
  launch dotnet "$work/host/FtpActors.Host.dll" --root "$1" --user "$user:$password" --listen "127.0.0.1:$port" \
    --passive-ports "$passive_first-$passive_last" --log-level warning --set log.file.enabled=off "${offer[@]}"
}

# Anonymous: vsftpd checks no password then, and needs nothing of the system's configuration.
can_vsftpd() { [ -n "$VSFTPD" ] || { echo "not installed"; return 1; }; as_root; }
start_vsftpd() {
  user=anonymous password=load@
  mkdir "$run/empty"
  cat > "$run/vsftpd.conf" <<CONF
listen=YES
listen_address=127.0.0.1
listen_port=$port
background=NO
anonymous_enable=YES
local_enable=NO
no_anon_password=NO
ftp_username=$account
anon_root=$1
write_enable=YES
anon_upload_enable=YES
anon_other_write_enable=YES
anon_umask=022
pasv_min_port=$passive_first
pasv_max_port=$passive_last
xferlog_enable=NO
max_per_ip=0
max_clients=0
idle_session_timeout=7200
connect_from_port_20=NO
use_sendfile=YES
secure_chroot_dir=$run/empty
isolate=NO
isolate_network=NO
seccomp_sandbox=NO
$([ -z "$tls" ] || printf '%s\n' ssl_enable=YES rsa_cert_file="$work/cert.pem" rsa_private_key_file="$work/key.pem" \
  ssl_ciphers=HIGH require_ssl_reuse=YES allow_anon_ssl=YES force_local_data_ssl=NO force_local_logins_ssl=NO)
CONF
  launch "$VSFTPD" "$run/vsftpd.conf"
}

can_proftpd() {
  [ -n "$PROFTPD" ] || { echo "not installed"; return 1; }
  command -v perl > /dev/null || { echo "needs perl"; return 1; }
  as_root
}
start_proftpd() {
  echo "$user:$(hash):$(id -u $account):$(id -g $account)::$1:/bin/sh" > "$run/passwd"
  chmod 600 "$run/passwd"
  cat > "$run/proftpd.conf" <<CONF
ServerName load
ServerType standalone
ModulePath $PROFTPD_MODULES
$([ -z "$tls" ] || echo "LoadModule mod_tls.c")
DefaultAddress 127.0.0.1
SocketBindTight on
Port $port
UseIPv6 off
UseReverseDNS off
MaxInstances none
User $account
Group $(id -gn $account)
DefaultRoot $1
AuthOrder mod_auth_file.c
AuthUserFile $run/passwd
RequireValidShell off
UseFtpUsers off
AllowOverwrite on
UseSendfile on
DelayEngine off
WtmpLog off
TransferLog none
SystemLog none
ScoreboardFile /dev/null
PidFile $run/pid
PassivePorts $passive_first $passive_last
TimeoutIdle 0
TimeoutLogin 0
TimeoutNoTransfer 0
Umask 022
$([ -z "$tls" ] || printf '%s\n' "TLSEngine on" "TLSRSACertificateFile $work/cert.pem" "TLSRSACertificateKeyFile $work/key.pem" \
  "TLSProtocol TLSv1.2 TLSv1.3" "TLSRequired off" "TLSLog none")
CONF
  launch "$PROFTPD" -n -q -c "$run/proftpd.conf"
}

can_pure_ftpd() {
  [ -n "$PURE_FTPD" ] && [ -n "$PURE_PW" ] || { echo "not installed"; return 1; }
  command -v perl > /dev/null || { echo "needs perl"; return 1; }
  as_root
}
start_pure_ftpd() {
  local offer=(-Y 0)
  [ -z "$tls" ] || offer=(-Y 1 -2 "$work/both.pem")
  echo "$user:$(hash):$(id -u $account):$(id -g $account)::$1/./::::::::::::" > "$run/passwd"
  "$PURE_PW" mkdb "$run/users.pdb" -f "$run/passwd" > /dev/null
  launch "$PURE_FTPD" -4 -S "127.0.0.1,$port" -l "puredb:$run/users.pdb" -p "$passive_first:$passive_last" \
    -A -E -H -c 20000 -C 20000 -I 120 -L 100000:10 -u 1 -f none -U 022:022 "${offer[@]}" -g "$run/pid"
}

can_pyftpdlib() {
  [ -n "$PYTHON" ] && "$PYTHON" -c 'import pyftpdlib' 2> /dev/null || { echo "not installed"; return 1; }
}
start_pyftpdlib() {
  cat > "$run/server.py" <<'PY'
import logging, sys
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib import handlers
from pyftpdlib.servers import FTPServer

port, root, first, last, user, password, certificate = sys.argv[1:]
FTPHandler = handlers.TLS_FTPHandler if certificate else handlers.FTPHandler
if certificate:
    FTPHandler.certfile = certificate
logging.basicConfig(level=logging.ERROR)
FTPHandler.authorizer = DummyAuthorizer()
FTPHandler.authorizer.add_user(user, password, root, perm='elradfmwMT')
FTPHandler.passive_ports = range(int(first), int(last) + 1)
FTPHandler.timeout = 7200
server = FTPServer(('127.0.0.1', int(port)), FTPHandler, backlog=4096)
server.max_cons = server.max_cons_per_ip = 0
server.serve_forever()
PY
  launch "$PYTHON" "$run/server.py" "$port" "$1" $passive_first $passive_last "$user" "$password" "${tls:+$work/both.pem}"
}
