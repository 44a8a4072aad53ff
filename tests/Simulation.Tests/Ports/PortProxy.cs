using System.Reflection;

namespace Shopkeeper.Simulation.Tests.Ports;

/// <summary>A port of which a world needs a few members: any other that is called says so.</summary>
public class PortProxy : DispatchProxy
{
    private Dictionary<string, Func<object?[], object?>> _members = [];
    private object? _inner;

    /// <summary>Makes a port that has these members, by their names.</summary>
    internal static T Of<T>(params (string Name, Func<object?[], object?> Member)[] members)
        where T : class
    {
        var port = Create<T, PortProxy>();
        ((PortProxy)(object)port)._members = members.ToDictionary(
            member => member.Name, member => member.Member, StringComparer.Ordinal);
        return port;
    }

    /// <summary>Makes a port that has these members, and of another the rest.</summary>
    internal static T Around<T>(T inner, params (string Name, Func<object?[], object?> Member)[] members)
        where T : class
    {
        var port = Of<T>(members);
        ((PortProxy)(object)port)._inner = inner;
        return port;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _members.TryGetValue(targetMethod!.Name, out var member) ? member(args ?? [])
            : _inner is not null ? targetMethod.Invoke(_inner, args)
            : throw new NotSupportedException($"Nobody calls {targetMethod.Name} in this world.");
}
