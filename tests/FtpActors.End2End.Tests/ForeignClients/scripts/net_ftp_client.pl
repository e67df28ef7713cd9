# Uploads, lists, downloads, resumes, renames and deletes with Net::FTP: HOST PORT passive|active WORKDIR [explicit|implicit].
# The server has a file big.bin, larger than socket buffers are.
use strict;
use warnings;
use Net::FTP;
use Digest::SHA qw(sha256_hex);

my ($host, $port, $mode, $work, $tls) = @ARGV;
$tls ||= '';
my $part = 123_456;
my $content = join '', map { chr int rand 256 } 1 .. 300_000;
spew("$work/up.bin", $content);

my $ftp = Net::FTP->new($host, Port => $port, Passive => $mode eq 'passive', Timeout => 30,
    SSL => $tls eq 'implicit', SSL_verify_mode => 0) or die "connect: $@";
sub check { my ($ok, $what) = @_; die "$what: " . $ftp->code . ' ' . $ftp->message unless $ok; return $ok }

check($ftp->starttls, 'starttls') if $tls eq 'explicit';
check($ftp->login('demo', 'demo'), 'login');
check($ftp->prot('P'), 'prot') if $tls;
check($ftp->binary, 'binary');
check($ftp->mkdir('dir'), 'mkdir');
check($ftp->cwd('dir'), 'cwd');
check($ftp->pwd eq '/dir', 'pwd');
check($ftp->put("$work/up.bin", 'up.bin'), 'put');
check($ftp->size('up.bin') == length $content, 'size');
check($ftp->mdtm('up.bin') > time - 86_400, 'mdtm');
my @names = $ftp->ls;
check("@names" eq 'up.bin', "ls (@names)");
my @lines = $ftp->dir;
check(@lines == 1 && $lines[0] =~ / up\.bin$/, "dir (@lines)");

check($ftp->get('up.bin', "$work/down.bin"), 'get');
check(sha256_hex(slurp("$work/down.bin")) eq sha256_hex($content), 'checksum');

spew("$work/part.bin", substr $content, 0, $part);
check($ftp->get('up.bin', "$work/part.bin", $part), 'get from an offset');
check(slurp("$work/part.bin") eq $content, 'resumed content');

spew("$work/head.bin", substr $content, 0, $part);
spew("$work/tail.bin", substr $content, $part);
check($ftp->put("$work/head.bin", 'joined.bin'), 'put head');
check($ftp->append("$work/tail.bin", 'joined.bin'), 'append tail');
check($ftp->get('joined.bin', "$work/joined.bin"), 'get joined');
check(slurp("$work/joined.bin") eq $content, 'joined content');

if (!$tls) {
    my $data = check($ftp->retr('/big.bin'), 'retr');
    $data->read(my $first, 1);
    check($data->abort, 'abort');
    check($ftp->pwd eq '/dir', 'pwd after abort');
}

check($ftp->ascii, 'ascii');
spew("$work/text", "one\ntwo\n");
check($ftp->put("$work/text", 'text'), 'put text');
check($ftp->get('text', "$work/text.back"), 'get text');
check(slurp("$work/text.back") eq "one\ntwo\n", 'text content');

check($ftp->rename('up.bin', 'renamed.bin'), 'rename');
check($ftp->delete($_), "delete $_") for qw(renamed.bin joined.bin text);
check($ftp->cdup, 'cdup');
check($ftp->rmdir('dir'), 'rmdir');
check($ftp->quit, 'quit');
print "done\n";

sub spew { my ($path, $bytes) = @_; open my $file, '>:raw', $path or die "$path: $!"; print {$file} $bytes; close $file or die "$path: $!" }
sub slurp { my ($path) = @_; open my $file, '<:raw', $path or die "$path: $!"; local $/; return <$file> }
