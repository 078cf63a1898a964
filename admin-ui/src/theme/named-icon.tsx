import AccessTimeOutlined from '@mui/icons-material/AccessTimeOutlined';
import AccountBalanceOutlined from '@mui/icons-material/AccountBalanceOutlined';
import AccountBalanceWalletOutlined from '@mui/icons-material/AccountBalanceWalletOutlined';
import AccountCircleOutlined from '@mui/icons-material/AccountCircleOutlined';
import AccountTreeOutlined from '@mui/icons-material/AccountTreeOutlined';
import ApartmentOutlined from '@mui/icons-material/ApartmentOutlined';
import AssignmentOutlined from '@mui/icons-material/AssignmentOutlined';
import AttachMoneyOutlined from '@mui/icons-material/AttachMoneyOutlined';
import BuildOutlined from '@mui/icons-material/BuildOutlined';
import CalendarMonthOutlined from '@mui/icons-material/CalendarMonthOutlined';
import CampaignOutlined from '@mui/icons-material/CampaignOutlined';
import CardGiftcardOutlined from '@mui/icons-material/CardGiftcardOutlined';
import CategoryOutlined from '@mui/icons-material/CategoryOutlined';
import CheckCircleOutlined from '@mui/icons-material/CheckCircleOutlined';
import ConfirmationNumberOutlined from '@mui/icons-material/ConfirmationNumberOutlined';
import ContactsOutlined from '@mui/icons-material/ContactsOutlined';
import CurrencyExchangeOutlined from '@mui/icons-material/CurrencyExchangeOutlined';
import DescriptionOutlined from '@mui/icons-material/DescriptionOutlined';
import FactoryOutlined from '@mui/icons-material/FactoryOutlined';
import FavoriteBorderOutlined from '@mui/icons-material/FavoriteBorderOutlined';
import FlagOutlined from '@mui/icons-material/FlagOutlined';
import FolderOutlined from '@mui/icons-material/FolderOutlined';
import GroupOutlined from '@mui/icons-material/GroupOutlined';
import GroupsOutlined from '@mui/icons-material/GroupsOutlined';
import HandshakeOutlined from '@mui/icons-material/HandshakeOutlined';
import HandymanOutlined from '@mui/icons-material/HandymanOutlined';
import HomeOutlined from '@mui/icons-material/HomeOutlined';
import ImageOutlined from '@mui/icons-material/ImageOutlined';
import InboxOutlined from '@mui/icons-material/InboxOutlined';
import InsertChartOutlined from '@mui/icons-material/InsertChartOutlined';
import InsertDriveFileOutlined from '@mui/icons-material/InsertDriveFileOutlined';
import Inventory2Outlined from '@mui/icons-material/Inventory2Outlined';
import KeyOutlined from '@mui/icons-material/KeyOutlined';
import LabelOutlined from '@mui/icons-material/LabelOutlined';
import LayersOutlined from '@mui/icons-material/LayersOutlined';
import LightbulbOutlined from '@mui/icons-material/LightbulbOutlined';
import LinkOutlined from '@mui/icons-material/LinkOutlined';
import ListAltOutlined from '@mui/icons-material/ListAltOutlined';
import LocalShippingOutlined from '@mui/icons-material/LocalShippingOutlined';
import LockOutlined from '@mui/icons-material/LockOutlined';
import MailOutlined from '@mui/icons-material/MailOutlined';
import MapOutlined from '@mui/icons-material/MapOutlined';
import NoteAltOutlined from '@mui/icons-material/NoteAltOutlined';
import NotificationsOutlined from '@mui/icons-material/NotificationsOutlined';
import PaidOutlined from '@mui/icons-material/PaidOutlined';
import PercentOutlined from '@mui/icons-material/PercentOutlined';
import PersonOutlined from '@mui/icons-material/PersonOutlined';
import PhoneOutlined from '@mui/icons-material/PhoneOutlined';
import PlaceOutlined from '@mui/icons-material/PlaceOutlined';
import PrintOutlined from '@mui/icons-material/PrintOutlined';
import PublicOutlined from '@mui/icons-material/PublicOutlined';
import ReceiptLongOutlined from '@mui/icons-material/ReceiptLongOutlined';
import RequestQuoteOutlined from '@mui/icons-material/RequestQuoteOutlined';
import SchoolOutlined from '@mui/icons-material/SchoolOutlined';
import SearchOutlined from '@mui/icons-material/SearchOutlined';
import SellOutlined from '@mui/icons-material/SellOutlined';
import SettingsOutlined from '@mui/icons-material/SettingsOutlined';
import ShieldOutlined from '@mui/icons-material/ShieldOutlined';
import ShoppingCartOutlined from '@mui/icons-material/ShoppingCartOutlined';
import SpaOutlined from '@mui/icons-material/SpaOutlined';
import StarBorderOutlined from '@mui/icons-material/StarBorderOutlined';
import StoreOutlined from '@mui/icons-material/StoreOutlined';
import StorefrontOutlined from '@mui/icons-material/StorefrontOutlined';
import StraightenOutlined from '@mui/icons-material/StraightenOutlined';
import SupportAgentOutlined from '@mui/icons-material/SupportAgentOutlined';
import TaskAltOutlined from '@mui/icons-material/TaskAltOutlined';
import TrackChangesOutlined from '@mui/icons-material/TrackChangesOutlined';
import WarehouseOutlined from '@mui/icons-material/WarehouseOutlined';
import WorkOutlineOutlined from '@mui/icons-material/WorkOutlineOutlined';
import type { SvgIconComponent } from '@mui/icons-material';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import type { ReactElement } from 'react';

const icons: ReadonlyMap<string, SvgIconComponent> = new Map([
  ['archive', Inventory2Outlined],
  ['bank', AccountBalanceOutlined],
  ['bell', NotificationsOutlined],
  ['box', CategoryOutlined],
  ['briefcase', WorkOutlineOutlined],
  ['building', ApartmentOutlined],
  ['calendar', CalendarMonthOutlined],
  ['cart', ShoppingCartOutlined],
  ['category', AccountTreeOutlined],
  ['chart', InsertChartOutlined],
  ['check', CheckCircleOutlined],
  ['clipboard', AssignmentOutlined],
  ['clock', AccessTimeOutlined],
  ['cog', BuildOutlined],
  ['coins', PaidOutlined],
  ['contact', ContactsOutlined],
  ['currency', CurrencyExchangeOutlined],
  ['document', DescriptionOutlined],
  ['factory', FactoryOutlined],
  ['file', InsertDriveFileOutlined],
  ['flag', FlagOutlined],
  ['folder', FolderOutlined],
  ['gift', CardGiftcardOutlined],
  ['globe', PublicOutlined],
  ['group', GroupOutlined],
  ['handshake', HandshakeOutlined],
  ['heart', FavoriteBorderOutlined],
  ['home', HomeOutlined],
  ['image', ImageOutlined],
  ['inbox', InboxOutlined],
  ['invoice', RequestQuoteOutlined],
  ['key', KeyOutlined],
  ['layers', LayersOutlined],
  ['leaf', SpaOutlined],
  ['lightbulb', LightbulbOutlined],
  ['link', LinkOutlined],
  ['list', ListAltOutlined],
  ['lock', LockOutlined],
  ['mail', MailOutlined],
  ['map', MapOutlined],
  ['megaphone', CampaignOutlined],
  ['money', AttachMoneyOutlined],
  ['note', NoteAltOutlined],
  ['package', Inventory2Outlined],
  ['percent', PercentOutlined],
  ['person', PersonOutlined],
  ['phone', PhoneOutlined],
  ['pin', PlaceOutlined],
  ['pricetag', SellOutlined],
  ['printer', PrintOutlined],
  ['receipt', ReceiptLongOutlined],
  ['ruler', StraightenOutlined],
  ['school', SchoolOutlined],
  ['search', SearchOutlined],
  ['settings', SettingsOutlined],
  ['shield', ShieldOutlined],
  ['shop', StorefrontOutlined],
  ['star', StarBorderOutlined],
  ['store', StoreOutlined],
  ['support', SupportAgentOutlined],
  ['tag', LabelOutlined],
  ['target', TrackChangesOutlined],
  ['task', TaskAltOutlined],
  ['team', GroupsOutlined],
  ['ticket', ConfirmationNumberOutlined],
  ['tools', HandymanOutlined],
  ['truck', LocalShippingOutlined],
  ['user', AccountCircleOutlined],
  ['wallet', AccountBalanceWalletOutlined],
  ['warehouse', WarehouseOutlined],
]);

/** An icon by the name that plugins declare; a document for one that is unknown. */
export function NamedIcon({ name, ...props }: SvgIconProps & { readonly name: string }): ReactElement {
  const Icon = icons.get(name) ?? DescriptionOutlined;
  return <Icon fontSize="small" {...props} />;
}
