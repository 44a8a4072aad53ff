using System.Reflection;

namespace Shopkeeper.Simulation.Tests.Ports;

/// <summary>A port of which a world needs a few members: any other that is called says so.</summary>
public class PortProxy : DispatchProxy
{
    private (string Name, Func<object?[], object?> Member)[] _members = [];
    private object? _inner;

    /// <summary>Makes a port that has these members, by their names.</summary>
    internal static T Of<T>(params (string Name, Func<object?[], object?> Member)[] members)
        where T : class
    {
        var port = (PortProxy)Prototype<T>.Port.MemberwiseClone();
        port._members = members;
        return (T)(object)port;
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
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        foreach (var (name, member) in _members)
        {
            if (name == targetMethod!.Name) return member(args ?? []);
        }

        return _inner is not null
            ? targetMethod!.Invoke(_inner, args)
            : throw new NotSupportedException($"Nobody calls {targetMethod!.Name} in this world.");
    }

    // To make one by reflection costs as much as a hundred steps; a copy costs nothing.
    private static class Prototype<T>
        where T : class
    {
        internal static readonly PortProxy Port = (PortProxy)(object)Create<T, PortProxy>();
    }
}
