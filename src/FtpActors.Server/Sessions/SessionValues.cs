using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace FtpActors.Server.Sessions;

/// <summary>What verbs of an embedder keep in a session, one value for each type. Immutable; changed by <see cref="ValueSet{T}"/>.</summary>
/// <remarks>Keys are types, so that verbs that know nothing of each other do not meet: use a record of your own. Values are read by
/// other threads (verbs that overlap, middleware), so they are immutable, too; nobody disposes them.</remarks>
public sealed class SessionValues
{
    private readonly ImmutableDictionary<Type, object> _values;

    private SessionValues(ImmutableDictionary<Type, object> values) => _values = values;

    public static SessionValues Empty { get; } = new(ImmutableDictionary<Type, object>.Empty);

    /// <summary>The value of exactly this type, or null when there is none.</summary>
    public T? Find<T>()
        where T : class => (T?)_values.GetValueOrDefault(typeof(T));

    /// <summary>True, and the value, when there is one of exactly this type.</summary>
    public bool TryFind<T>([NotNullWhen(true)] out T? value)
        where T : class => (value = Find<T>()) is not null;

    /// <summary>These, with <paramref name="value"/> in place of the one of its type; without one when it is null.</summary>
    public SessionValues With<T>(T? value)
        where T : class
    {
        var values = value is null ? _values.Remove(typeof(T)) : _values.SetItem(typeof(T), value);
        return values.IsEmpty ? Empty : new(values);
    }
}
