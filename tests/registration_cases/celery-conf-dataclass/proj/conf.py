from dataclasses import dataclass, field


@dataclass
class Config:
    imports: tuple = ('proj.a',)
    include: list = field(default_factory=lambda: ['proj.b'])
