using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

public class SessionValuesSpecs
{
    private sealed record Flag(string Text);

    private sealed record Other(int Number);

    [Fact]
    public void SessionValues_should_keep_one_value_for_each_type()
    {
        var values = SessionValues.Empty.With(new Flag("a")).With(new Other(1)).With(new Flag("b"));
        Assert.Equal(new Flag("b"), values.Find<Flag>());
        Assert.True(values.TryFind<Other>(out var other));
        Assert.Equal(1, other.Number);
        Assert.False(values.With<Flag>(null).TryFind<Flag>(out _));
        Assert.Equal(new Other(1), values.With<Flag>(null).Find<Other>());
    }

    [Fact]
    public void SessionValues_should_not_change_what_others_hold()
    {
        var before = SessionValues.Empty.With(new Flag("a"));
        var after = before.With(new Flag("b"));
        Assert.Equal((new Flag("a"), new Flag("b")), (before.Find<Flag>(), after.Find<Flag>()));
        Assert.Null(SessionValues.Empty.Find<Flag>());
    }

    [Fact]
    public void ValueSet_should_set_and_take_away()
    {
        var set = new ValueSet<Flag>(new Flag("a")).Apply(SessionState.Initial);
        Assert.Equal(new Flag("a"), set.Values.Find<Flag>());
        Assert.Same(SessionValues.Empty, new ValueSet<Flag>(null).Apply(set).Values);
    }

    [Fact]
    public void Values_should_go_with_USER_REIN_and_AUTH_and_with_nothing_else()
    {
        var set = new ValueSet<Flag>(new Flag("a")).Apply(SessionState.Initial);
        Assert.Same(SessionValues.Empty, new UserNamed("demo").Apply(set).Values);
        Assert.Same(SessionValues.Empty, new Reinitialised().Apply(set).Values);
        Assert.Same(SessionValues.Empty, new TlsAwaited(IsDataPrivate: false).Apply(set).Values);
        Assert.Same(set.Values, new HostChosen("a.example", null).Apply(set).Values);
        Assert.Same(set.Values, new LoginFailed().Apply(set).Values);
        Assert.Same(set.Values, new TypeChosen(TransferType.Image).Apply(set).Values);
    }
}
