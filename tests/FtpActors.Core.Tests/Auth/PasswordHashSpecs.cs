using FtpActors.Core.Auth;

namespace FtpActors.Core.Tests.Auth;

public sealed class PasswordHashSpecs
{
    [Fact]
    public void Verify_should_accept_what_was_hashed_and_nothing_else()
    {
        var hash = PasswordHash.Create(new Password("pässword"), 4);
        Assert.True(hash.Verify(new Password("pässword")));
        Assert.False(hash.Verify(new Password("passwörd")));
        Assert.Equal(4, PasswordHash.Parse(hash.Text).WorkFactor);
    }

    // The published vector of other implementations; PHP writes 2y.
    [Theory]
    [InlineData("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U")]
    [InlineData("$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U")]
    public void Parse_should_read_the_hashes_of_others(string text, string password)
    {
        var hash = PasswordHash.Parse(text);
        Assert.True(hash.Verify(new Password(password)));
        Assert.False(hash.Verify(new Password(password + "x")));
        Assert.Equal(text, hash.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n")]
    [InlineData("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA")]
    public void Parse_should_refuse_what_is_no_bcrypt_hash(string text) =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => PasswordHash.Parse(text)).Message);

    [Fact]
    public void A_password_of_72_bytes_should_count_whole()
    {
        var longest = new string('x', 70) + "ü";
        var hash = PasswordHash.Create(new Password(longest), 4);
        Assert.True(hash.Verify(new Password(longest)));
        Assert.False(hash.Verify(new Password(longest[..70])));
    }

    [Fact]
    public void Longer_passwords_should_be_refused_and_never_cut()
    {
        Assert.Throws<ArgumentException>(() => PasswordHash.Create(new Password(new string('x', 73)), 4));
        Assert.False(PasswordHash.Create(new Password(new string('x', 72)), 4).Verify(new Password(new string('x', 73))));
    }

    [Fact]
    public void A_NUL_should_be_refused_because_bcrypt_reads_no_further()
    {
        Assert.Throws<ArgumentException>(() => PasswordHash.Create(new Password("a\0b"), 4));
        Assert.False(PasswordHash.Create(new Password("a"), 4).Verify(new Password("a\0a")));
        Assert.False(PasswordHash.Create(new Password(""), 4).Verify(new Password("\0")));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(32)]
    public void A_work_factor_out_of_range_should_be_refused(int workFactor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PasswordHash.Create(new Password("x"), workFactor));

    [Fact]
    public void A_dummy_should_look_like_a_hash_and_match_nothing()
    {
        var dummy = PasswordHash.Dummy(6);
        Assert.Equal(6, PasswordHash.Parse(dummy.Text).WorkFactor);
        Assert.False(dummy.Verify(new Password("")));
        Assert.NotEqual(dummy.Text, PasswordHash.Dummy(6).Text);
    }

    [Fact]
    public void Nothing_should_print_a_secret()
    {
        var user = new ConfiguredUser
        {
            User = new FtpUser { Name = "ada" },
            Hash = PasswordHash.Create(new Password("secret"), 4),
            Plain = new Password("secret"),
        };
        Assert.DoesNotContain("secret", $"{user}");
        Assert.DoesNotContain("$2", $"{user} {user.Hash}");
        Assert.DoesNotContain("secret", $"{new Credentials("ada", new Password("secret"), System.Net.IPAddress.Loopback)}");
    }
}
