"""The extensions, made once here and started in create_app(). Nothing else lives here."""

from flask_appbuilder.models.sqla.base import SQLA
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_mail import Mail
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

from app.kit import ratelimit  # noqa: F401  - makes its storage known to the limiter
from app.kit.mixins import Model

db = SQLA(model_class=Model)
migrate = Migrate()
csrf = CSRFProtect()
mail = Mail()
limiter = Limiter(key_func=get_remote_address)
