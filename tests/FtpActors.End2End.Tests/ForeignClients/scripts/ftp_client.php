<?php
// Uploads, lists, downloads, resumes, renames and deletes with the ftp extension: HOST PORT passive|active WORKDIR [tls].
[, $host, $port, $mode, $work] = $argv;
$connect = ($argv[5] ?? '') === 'tls' ? 'ftp_ssl_connect' : 'ftp_connect';
$part = 123456;
$content = random_bytes(300000);
file_put_contents("$work/up.bin", $content);

set_error_handler(function ($level, $message) {
    throw new ErrorException($message);
});

function check($ok, string $what)
{
    if (!$ok) {
        throw new Exception($what);
    }
    return $ok;
}

$ftp = check($connect($host, (int) $port, 30), 'connect');
check(ftp_login($ftp, 'demo', 'demo'), 'login');
check(ftp_pasv($ftp, $mode === 'passive'), 'pasv');
check(ftp_mkdir($ftp, 'dir') === '/dir', 'mkdir');
check(ftp_chdir($ftp, 'dir'), 'chdir');
check(ftp_pwd($ftp) === '/dir', 'pwd');
check(ftp_put($ftp, 'up.bin', "$work/up.bin", FTP_BINARY), 'put');
check(ftp_size($ftp, 'up.bin') === strlen($content), 'size');
check(ftp_mdtm($ftp, 'up.bin') > time() - 86400, 'mdtm');
check(ftp_nlist($ftp, '.') == ['up.bin'] || ftp_nlist($ftp, '.') == ['./up.bin'], 'nlist: ' . implode(' ', ftp_nlist($ftp, '.')));
check(count(ftp_rawlist($ftp, '')) === 1, 'rawlist');
$files = array_values(array_filter(ftp_mlsd($ftp, '.'), fn ($entry) => $entry['type'] === 'file'));
check(count($files) === 1 && $files[0]['name'] === 'up.bin' && $files[0]['size'] == strlen($content), 'mlsd');

check(ftp_get($ftp, "$work/down.bin", 'up.bin', FTP_BINARY), 'get');
check(hash_file('sha256', "$work/down.bin") === hash('sha256', $content), 'checksum');

file_put_contents("$work/part.bin", substr($content, 0, $part));
check(ftp_get($ftp, "$work/part.bin", 'up.bin', FTP_BINARY, $part), 'get from an offset');
check(file_get_contents("$work/part.bin") === $content, 'resumed content');

file_put_contents("$work/head.bin", substr($content, 0, $part));
check(ftp_put($ftp, 'joined.bin', "$work/head.bin", FTP_BINARY), 'put head');
check(ftp_put($ftp, 'joined.bin', "$work/up.bin", FTP_BINARY, $part), 'put from an offset');
check(ftp_get($ftp, "$work/joined.bin", 'joined.bin', FTP_BINARY), 'get joined');
check(file_get_contents("$work/joined.bin") === $content, 'joined content');

file_put_contents("$work/text", "one\ntwo\n");
check(ftp_put($ftp, 'text', "$work/text", FTP_ASCII), 'put text');
check(ftp_get($ftp, "$work/text.back", 'text', FTP_ASCII), 'get text');
check(file_get_contents("$work/text.back") === "one\ntwo\n", 'text content');

check(ftp_rename($ftp, 'up.bin', 'renamed.bin'), 'rename');
foreach (['renamed.bin', 'joined.bin', 'text'] as $name) {
    check(ftp_delete($ftp, $name), "delete $name");
}
check(ftp_cdup($ftp), 'cdup');
check(ftp_rmdir($ftp, 'dir'), 'rmdir');
check(ftp_close($ftp), 'close');
echo "done\n";
